// What the admin can do more comfortably with script. Every page works without.

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = (text) => { const live = $("#live"); if (live) live.textContent = text; };

function make(tag, attributes = {}, text = "") {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
	element.textContent = text;
	return element;
}

// Colours: the cookie makes the next page right from its first paint.
const root = document.documentElement;
const themes = $("#themes");
function showTheme() {
	for (const b of $$("button", themes)) b.setAttribute("aria-pressed", b.value === (root.dataset.theme ?? ""));
}
if (themes) {
	themes.hidden = false;
	showTheme();
	themes.addEventListener("click", ({ target: { value } }) => {
		if (value === undefined) return;
		if (value) root.dataset.theme = value;
		else delete root.dataset.theme;
		const age = value ? 31536000 : 0;
		document.cookie = `gofw_theme=${value}; path=/; max-age=${age}; SameSite=Lax`;
		showTheme();
	});
}

// Menus close with Escape and with a click elsewhere.
addEventListener("click", ({ target }) => {
	for (const menu of $$(".menu[open]")) if (!menu.contains(target)) menu.open = false;
});

// Keys: "/" searches, Ctrl+S saves, Escape closes.
addEventListener("keydown", (event) => {
	if (event.defaultPrevented || event.isComposing) return;
	const { key, target } = event;
	if (key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey) {
		const search = $("#q");
		if (!search || target.closest("input:not([type=checkbox]), textarea, select")) return;
		event.preventDefault();
		search.focus();
		search.select();
	} else if (key === "s" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
		const form = $("form[data-guard]");
		if (!form) return;
		event.preventDefault();
		form.requestSubmit($("[name=_continue]", form) ?? $("button.primary", form));
	} else if (key === "Escape") {
		const menu = $(".menu[open]");
		if (!menu) return;
		menu.open = false;
		$("summary", menu).focus();
	}
});

// A form is sent once, until the page is shown again. What answers with a file
// leaves the page as it is, so the buttons of a list come back on their own.
function send(form, button) {
	form.dataset.sent = "";
	for (const b of $$("button:not([hidden])", form)) b.disabled = true;
	if (button && form.hasAttribute("data-guard")) {
		button.dataset.text = button.textContent;
		button.textContent = "Saving…";
	}
	if (form.hasAttribute("data-rows")) setTimeout(unsend, 5000, form);
}
function unsend(form) {
	delete form.dataset.sent;
	for (const b of $$("button:not([hidden])", form)) {
		b.disabled = false;
		if (b.dataset.text) b.textContent = b.dataset.text;
	}
}
addEventListener("submit", (event) => {
	const form = event.target;
	if (!form.hasAttribute("data-once")) return;
	if ("sent" in form.dataset) event.preventDefault();
	else if (!event.defaultPrevented) {
		form.dataset.sent = "";
		setTimeout(send, 0, form, event.submitter); // the pressed button must still be sent
	}
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach(unsend));

// A file that is too large is refused before it is sent.
addEventListener("change", ({ target }) => {
	if (!target.matches("input[type=file][data-max]")) return;
	const max = Number(target.dataset.max);
	const large = [...target.files].find((file) => file.size > max);
	const megabytes = (n) => `${(n / 1e6).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
	target.setCustomValidity(large ? `${large.name} has ${megabytes(large.size)}. At most ${megabytes(max)} are possible.` : "");
	target.reportValidity();
});

// Rows: the box in the header chooses all of the page, Shift a range.
const rows = $("form[data-rows]");
if (rows) {
	const boxes = $$("[name=ids]", rows);
	const every = $("#every input");
	const all = $("[name=all]", rows);
	const chosen = $("#chosen");
	const first = chosen.textContent;
	let last = null;
	const count = () => {
		const n = boxes.filter((b) => b.checked).length;
		every.checked = n === boxes.length;
		every.indeterminate = n > 0 && n < boxes.length;
		if (all && n === 0) all.checked = false;
		chosen.textContent = all?.checked || n === 0 ? first : `${n} chosen`;
		say(n ? `${n} chosen` : "");
	};
	every.parentElement.hidden = false;
	rows.addEventListener("click", ({ target, shiftKey }) => {
		const at = boxes.indexOf(target);
		if (at < 0) return;
		if (shiftKey && last !== null) {
			const [from, to] = [Math.min(at, last), Math.max(at, last)];
			for (const b of boxes.slice(from, to + 1)) b.checked = target.checked;
		}
		last = at;
	});
	rows.addEventListener("keydown", (event) => {
		if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
	});
	rows.addEventListener("change", ({ target }) => {
		if (target === every) for (const b of boxes) b.checked = every.checked;
		count();
	});
	addEventListener("pageshow", count);
}

// A combobox asks the server what matches, and tells what was picked.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
class Combobox {
	constructor({ search, input, pick, text }) {
		Object.assign(this, { search, input, pick, text, options: [], at: -1, timer: 0, asking: null });
		this.box = make("div", { class: "combo" });
		this.list = make("div", { class: "panel", role: "listbox", id: `${input.id}_list`, "aria-label": "Matches" });
		this.note = make("div", { class: "panel" });
		for (const [name, value] of Object.entries({
			type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", dir: "auto",
			"aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
		})) input.setAttribute(name, value);
		this.close();
		this.box.append(input, this.list, this.note);
		input.addEventListener("input", () => this.ask(150));
		input.addEventListener("click", () => this.open || this.ask(0, ""));
		input.addEventListener("keydown", (event) => this.key(event));
		input.addEventListener("blur", () => { this.close(); this.settle(); });
		this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the input keeps the focus
		this.list.addEventListener("click", ({ target }) => {
			const i = this.options.indexOf(target.closest("[role=option]"));
			if (i >= 0) this.choose(i);
		});
	}

	get open() { return this.input.getAttribute("aria-expanded") === "true"; }
	get waiting() { return this.timer !== 0 || this.asking !== null; }

	key(event) {
		if (event.isComposing) return;
		switch (event.key) {
		case "ArrowDown":
		case "ArrowUp":
			event.preventDefault();
			if (this.open) this.move(this.at + (event.key === "ArrowDown" ? 1 : -1));
			else if (!this.waiting) this.ask(0, this.input.value === this.text() ? "" : this.input.value);
			break;
		case "Enter":
			// Never sends the form while there is something to choose; an answer
			// under way is waited for.
			if (this.waiting) this.eager = true;
			else if (this.open) this.choose(Math.max(this.at, 0));
			else if (this.note.hidden && this.input.value === this.text()) return;
			event.preventDefault();
			break;
		case "Escape":
			if (!this.open && this.note.hidden && !this.waiting) return;
			event.preventDefault();
			event.stopPropagation();
			this.close();
			this.input.value = this.text();
		}
	}

	ask(delay, query = this.input.value) {
		this.stop();
		this.timer = setTimeout(async () => {
			const asking = new AbortController();
			this.asking = asking;
			this.timer = 0;
			let found = null;
			try {
				found = await this.search(query.trim(), asking.signal);
			} catch { /* said below */ }
			if (this.asking !== asking) return; // a newer question, or closed
			this.asking = null;
			this.show(found);
		}, delay);
	}

	stop() {
		clearTimeout(this.timer);
		this.asking?.abort();
		this.timer = 0;
		this.asking = null;
		this.eager = false;
	}

	show(found) {
		const eager = this.eager;
		this.close();
		if (!found?.length) {
			this.note.replaceChildren(make("p", {}, found ? "Nothing found" : "The search is not answering. Try again."));
			this.note.hidden = false;
			say(this.note.textContent);
			return;
		}
		this.options = found.map(({ value, label }, i) => make("div", { role: "option", id: `${this.list.id}_${i}`, "aria-selected": "false", "data-value": value, dir: "auto" }, label));
		this.list.replaceChildren(...this.options);
		this.list.hidden = false;
		this.input.setAttribute("aria-expanded", "true");
		this.place();
		say(`${found.length} found`);
		if (this.input.value !== this.text()) this.move(0);
		if (eager) this.choose(Math.max(this.at, 0));
	}

	// place opens the list upwards where there is no room below.
	place() {
		const { top, bottom } = this.list.offsetParent.getBoundingClientRect();
		const room = innerHeight - bottom - 88; // the bar with Save
		this.list.classList.toggle("above", room < this.list.offsetHeight && top - 48 > room);
		this.list.scrollIntoView({ block: "nearest" });
	}

	move(to) {
		const n = this.options.length;
		this.at = (to + n) % n;
		this.options.forEach((o, i) => o.setAttribute("aria-selected", i === this.at));
		this.options[this.at].scrollIntoView({ block: "nearest" });
		this.input.setAttribute("aria-activedescendant", this.options[this.at].id);
	}

	choose(i) {
		const option = this.options[i];
		this.close();
		if (option) this.pick(option.dataset.value, option.textContent);
		this.input.value = this.text();
	}

	close() {
		this.stop();
		this.at = -1;
		this.options = [];
		this.list.replaceChildren();
		this.list.hidden = this.note.hidden = true;
		this.input.setAttribute("aria-expanded", "false");
		this.input.removeAttribute("aria-activedescendant");
	}

	// settle ends typing: empty chooses nothing, anything else goes back.
	settle() {
		if (this.input.value.trim() === "" && this.text() !== "") this.pick("", "");
		this.input.value = this.text();
	}
}

// finder searches an address, or what is on the page if there is none.
function finder(address, options) {
	return async (query, signal) => {
		if (!address) {
			const word = query.toLowerCase();
			return options().filter(({ label }) => label.toLowerCase().includes(word)).slice(0, 50);
		}
		const url = new URL(address, location.href);
		url.searchParams.set("q", query);
		const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
		if (!answer.ok) throw new Error(answer.statusText);
		return answer.json();
	};
}

// One of many: the select keeps the value, out of sight.
for (const select of $$("select[data-search]")) {
	const input = make("input", { id: select.id, "aria-describedby": select.getAttribute("aria-describedby"), "aria-invalid": select.getAttribute("aria-invalid") });
	input.required = select.required;
	input.autofocus = select.autofocus;
	select.required = false;
	select.removeAttribute("id");
	select.hidden = true;
	const text = () => (select.value === "" ? "" : select.selectedOptions[0]?.textContent ?? "");
	const pick = (value, label) => {
		if (!$$("option", select).some((o) => o.value === value)) select.append(new Option(label, value));
		select.value = value;
		select.dispatchEvent(new Event("change", { bubbles: true }));
	};
	const options = () => $$("option", select).filter((o) => o.value).map((o) => ({ value: o.value, label: o.textContent }));
	input.value = text();
	const combobox = new Combobox({ search: finder(select.dataset.search, options), input, pick, text });
	const focused = document.activeElement === select;
	select.before(combobox.box);
	if (focused) input.focus();
}

// Several of many: boxes that are checked are chips, the others are searched.
for (const boxes of $$("[data-chips]")) {
	const group = boxes.closest("fieldset");
	const input = make("input", { id: `${group.id}_search`, placeholder: "Add…", "aria-label": `Add to ${$("legend", group).firstChild.textContent.trim()}`, "aria-describedby": $("input", boxes)?.getAttribute("aria-describedby") });
	const inputs = () => $$("input[type=checkbox]", boxes);
	const pick = (value, label) => {
		if (value === "") return;
		let box = inputs().find((b) => b.value === value);
		if (!box) {
			box = make("input", { type: "checkbox", name: boxes.dataset.name, value });
			const chip = make("label");
			chip.append(box, make("span", {}, label));
			combobox.box.before(chip);
		}
		box.checked = true;
		combobox.box.before(box.parentElement);
		box.parentElement.hidden = false;
		say(`${label} added`);
		box.dispatchEvent(new Event("change", { bubbles: true }));
	};
	const options = () => inputs().map((b) => ({ value: b.value, label: b.parentElement.textContent.trim() }));
	const combobox = new Combobox({ search: finder(boxes.dataset.chips, options), input, pick, text: () => "" });
	for (const b of inputs()) b.parentElement.hidden = !b.checked;
	boxes.classList.add("chips");
	boxes.append(combobox.box);
}

// A slug follows its title until somebody touches it.
for (const slug of $$("[data-slug-from]")) {
	const source = slug.form?.elements[slug.dataset.slugFrom];
	if (!source || slug.value) continue;
	let touched = false;
	slug.addEventListener("input", () => { touched = slug.value !== ""; });
	source.addEventListener("input", () => {
		if (touched) return;
		const text = source.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
		const long = slug.maxLength > 0 ? slug.maxLength : 80;
		slug.value = text.replace(/ß/g, "ss").replace(/[^a-z0-9]+/g, "-").slice(0, long).replace(/^-+|-+$/g, "");
	});
}

// Now, for times, which are in UTC.
for (const time of $$("input[type=datetime-local]")) {
	const label = time.labels[0]?.firstChild.textContent.trim() ?? "";
	const now = make("button", { type: "button", "aria-label": `Now: ${label}` }, "Now");
	const line = make("div", { class: "line" });
	time.before(line);
	line.append(time, now);
	now.addEventListener("click", () => {
		time.value = new Date().toISOString().slice(0, 16);
		time.dispatchEvent(new Event("input", { bubbles: true }));
	});
}

// Words that are not saved: said in the bar, and asked about before they go.
const guarded = $("form[data-guard]");
if (guarded) {
	const state = () => JSON.stringify([...new FormData(guarded)].filter(([, v]) => typeof v === "string"));
	const start = state();
	const note = $("#unsaved");
	const changed = () => guarded.hasAttribute("data-unsaved") || state() !== start;
	const tell = () => { if (note) note.textContent = changed() ? "Unsaved changes" : ""; };
	guarded.addEventListener("input", tell);
	guarded.addEventListener("change", tell);
	addEventListener("pageshow", tell);
	addEventListener("beforeunload", (event) => {
		if (!("sent" in guarded.dataset) && changed()) event.preventDefault();
	});
}

$(".summary")?.focus();
