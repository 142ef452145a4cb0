// What the tests of this folder call to find what people see on a page.

const clean = (text) => text.replace(/\s+/g, " ").trim();
const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[hidden]");

// labelOf is the text of a label without hints and inputs.
function labelOf(label) {
	const copy = label.cloneNode(true);
	for (const e of copy.querySelectorAll(".hint, input, select, textarea")) e.remove();
	return clean(copy.textContent);
}

// nameOf is what a link or a button is called.
const nameOf = (e) => clean(e.ariaLabel ?? e.innerText);

// inputs finds inputs by label.
function inputs(name) {
	const labelled = [...document.querySelectorAll("label")].filter((l) => l.control && labelOf(l) === name).map((l) => l.control);
	return [...labelled, ...[...document.querySelectorAll("[aria-label]")].filter((e) => e.matches("input, select, textarea") && e.ariaLabel === name)];
}

const kinds = {
	link: (name) => [...document.querySelectorAll("a[href]")].filter((e) => nameOf(e) === name),
	button: (name) => [...document.querySelectorAll("button, summary, [role=option]")].filter((e) => nameOf(e) === name),
	input: inputs,
};

// find returns the first that is shown, in the main part if there is one.
function find(kind, name) {
	const found = kinds[kind](name).filter(shown);
	return found.find((e) => e.closest("main")) ?? found[0] ?? null;
}

// place is where to click.
function place(kind, name) {
	const e = find(kind, name);
	if (!e) return { problem: "is not shown" };
	if (e.disabled) return { problem: "is disabled" };
	e.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
	const { left, top, width, height } = e.getClientRects()[0];
	const [x, y] = [left + width / 2, top + height / 2];
	const hit = document.elementFromPoint(x, y);
	if (!hit || !e.contains(hit)) return { problem: `is covered by ${hit ? hit.outerHTML.slice(0, 80) : "nothing; it lies outside"}` };
	return { x, y, problem: "" };
}

function selectAll(name) {
	find("input", name).select();
	return true;
}

function setTime(name, text) {
	const e = find("input", name);
	if (e?.type !== "datetime-local") return false;
	e.value = text;
	e.dispatchEvent(new Event("input", { bubbles: true }));
	return true;
}

// choose picks an option of a list; false if the input is no list.
function choose(name, text) {
	const e = find("input", name);
	if (e?.tagName !== "SELECT") return false;
	const option = [...e.options].find((o) => clean(o.textContent) === text);
	if (!option) throw new Error(`${name} does not offer ${text}`);
	e.value = option.value;
	e.dispatchEvent(new Event("change", { bubbles: true }));
	return true;
}

function value(name) {
	const e = find("input", name);
	if (!e) return "(not shown)";
	if (e.type === "checkbox") return e.checked ? "yes" : "no";
	return e.tagName === "SELECT" ? clean(e.selectedOptions[0]?.textContent ?? "") : e.value;
}

const address = () => location.href;
const reads = (text) => clean(document.body.innerText).includes(text);

// column is the text of one column of the table, top to bottom.
function column(name) {
	const at = [...document.querySelectorAll("thead th")].findIndex((e) => clean(e.innerText).replace(/ ?[↑↓]/, "") === name);
	if (at < 0) throw new Error(`there is no column ${name}`);
	return [...document.querySelectorAll("tbody tr")].map((row) => clean(row.cells[at].innerText));
}

// trusting keeps the browser from checking what is typed, so that the site must.
function trusting() {
	for (const form of document.forms) form.noValidate = true;
	for (const e of document.querySelectorAll("[maxlength]")) e.removeAttribute("maxlength");
	return true;
}

// overflow says what is wider than the window.
function overflow() {
	const page = document.documentElement;
	if (page.scrollWidth <= page.clientWidth) return "";
	const wide = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1 && shown(e));
	const what = wide.at(-1)?.outerHTML.slice(0, 120) ?? "";
	return `${page.scrollWidth} pixels are too wide for ${page.clientWidth}: ${what}`;
}

// focused is the element that has the focus.
const focused = () => document.activeElement?.outerHTML.slice(0, 80) ?? "";

// complaint is what the browser says of an input before it is sent.
const complaint = (label) => inputs(label)[0].validationMessage;

// pictureWidth is how wide a picture is that has been loaded; 0 if it has not.
const pictureWidth = (alt) => document.querySelector(`img[alt="${alt}"]`)?.naturalWidth ?? 0;

// input is an input by its label, for steps that need the element itself.
const input = (label) => inputs(label)[0];
