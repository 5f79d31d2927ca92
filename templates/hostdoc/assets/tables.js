/* hostdoc · tables that sort and can be narrowed down. Complete without it. What is chosen stands in the address
   behind #, as verdict=drifts&words=total, so that a view can be sent; only names of the page's own fields are read. */
(() => {
  "use strict";
  let words = {};
  const say = text => words[text] ?? text;                  // in the words of the page's labels
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  let page = null;                                          // ends what listens for the page before

  const start = () => {
  words = JSON.parse(document.querySelector(".hd-sprite")?.dataset.words || "{}");
  page?.abort();
  page = new AbortController();
  const { signal } = page;

  // A column sorts by the number or date that its cells give, else by their words; empty cells come last.
  const key = cell => {
    const given = cell.dataset.value;
    return given === undefined ? cell.textContent.trim() : given !== "" && isFinite(given) ? Number(given) : given;
  };
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: "base" }));
  all(".hd-table[data-sortable]").forEach(table => {
    const heads = all("thead th", table), body = table.tBodies[0], first = [...body.rows];
    heads.forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort"), next = now === "ascending" ? "descending" : now === "descending" ? null : "ascending";
        heads.forEach(it => it.removeAttribute("aria-sort"));
        if (next) head.setAttribute("aria-sort", next);
        const empty = row => row.cells[at].textContent.trim() === "";
        const sorted = next ? [...first].sort((a, b) => empty(a) - empty(b) || (next === "ascending" ? 1 : -1) * order(key(a.cells[at]), key(b.cells[at]))) : first;
        body.append(...sorted);
      });
    });
  });

  all(".hd-tools").forEach(tools => {
    const table = document.getElementById(tools.dataset.for), rows = [...table.tBodies[0].rows];
    const said = tools.querySelector("[role=status]"), fields = all("select[name], input[name=words]", tools);
    const choices = all("input[type=radio]", tools);          // how amounts are shown; what is chosen at first is empty
    const narrow = () => {
      const chosen = Object.fromEntries(choices.filter(it => it.checked).map(it => [it.name, it]));
      tools.dispatchEvent(new CustomEvent("hostdoc:chosen", { detail: { table, chosen } }));
      const wanted = fields.filter(field => field.value.trim() !== "");
      const keeps = (row, { name, value }) => (name === "words"
        ? row.textContent.toLowerCase().includes(value.trim().toLowerCase()) : row.dataset[name] === value);
      rows.forEach(row => { row.hidden = !wanted.every(field => keeps(row, field)); });
      const shown = rows.filter(row => !row.hidden).length;
      said.textContent = shown === rows.length ? `${shown} ${say("rows")}` : `${shown} ${say("of")} ${rows.length} ${say("rows")}`;
    };
    const read = () => {
      const asked = new URLSearchParams(location.hash.slice(1));
      if (![...fields, ...choices].some(field => asked.has(field.name))) return;
      choices.forEach(it => { if (it.value === "") it.checked = true; });
      choices.forEach(it => { if (!it.disabled && asked.get(it.name) === it.value) it.checked = true; });
      fields.forEach(field => { field.value = asked.get(field.name) ?? ""; if (field.selectedIndex < 0) field.value = ""; });
      narrow();
      tools.scrollIntoView({ block: "start" });
    };
    tools.hidden = false;
    tools.addEventListener("input", () => {
      narrow();
      const set = [...fields, ...choices.filter(it => it.checked)].filter(field => field.value);
      const chosen = new URLSearchParams(set.map(field => [field.name, field.value]));
      history.replaceState(history.state, "", `#${chosen}`);
    });
    addEventListener("hashchange", read, { signal });
    narrow();
    read();
  });
  };
  if (window.document$) window.document$.subscribe(start); else start();   // Material swaps pages without loading them
})();
