// Reloads this page when the site behind it has changed.
(() => {
  if (window.__gofw) return;
  window.__gofw = true;
  const version = new URL(document.currentScript.src).search;
  let events = null;

  // A hidden page does not listen: browsers allow few connections to one site.
  // When it is shown again it learns at once what it has missed.
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
      return;
    }
    if (events) return;
    events = new EventSource("/__gofw/reload" + version);
    events.addEventListener("reload", () => {
      events.close();
      location.reload();
    });
  };

  document.addEventListener("visibilitychange", listen);
  listen();
})();
