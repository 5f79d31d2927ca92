/* hostdoc · the live model of a document: sliders move assumptions, what follows is recomputed here, without a server.
   Nothing from a document is run: the model is data, an expression a nested list of known operations. */
(() => {
  "use strict";
  const start = () => {
  const panel = document.querySelector(".hd-whatif");
  if (!panel) return;
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const { nodes } = JSON.parse(panel.dataset.model);
  const knobs = all("input[type=range]", panel), rows = all("tbody tr", panel);
  const given = knobs.map(knob => Number(knob.value));                 // as the browser keeps it

  // ── Arithmetic: one number at a time, all low ends and then all high ends ──────────────────────────────
  const sum = list => list.reduce((a, b) => a + b, 0);
  const middle = list => { const s = [...list].sort((a, b) => a - b), n = s.length >> 1; return s.length % 2 ? s[n] : (s[n - 1] + s[n]) / 2; };
  const OPERATIONS = {
    "+": sum, "−": ([a, ...more]) => a - sum(more), "×": list => list.reduce((a, b) => a * b, 1), "÷": ([a, ...more]) => more.reduce((x, y) => x / y, a),
    "^": ([a, b]) => a ** b, mod: ([a, b]) => a - b * Math.floor(a / b), min: list => Math.min(...list), max: list => Math.max(...list), median: middle,
    abs: ([a]) => Math.abs(a), sqrt: ([a]) => Math.sqrt(a), floor: ([a]) => Math.floor(a), ceil: ([a]) => Math.ceil(a), trunc: ([a]) => Math.trunc(a),
    round: ([a, places = 0]) => Math.sign(a) * Math.round(Math.abs(a) * 10 ** places) / 10 ** places,
    "=": ([a, b]) => +(a === b), "≠": ([a, b]) => +(a !== b), "<": ([a, b]) => +(a < b), "≤": ([a, b]) => +(a <= b), ">": ([a, b]) => +(a > b), "≥": ([a, b]) => +(a >= b),
    and: list => +list.every(Boolean), or: list => +list.some(Boolean), not: ([a]) => +!a,
  };
  const value = (formula, end, run) => {
    if (!Array.isArray(formula)) return formula;
    const [name, ...rest] = formula;
    if (name === "is") return rest[end];
    if (name === "knob") return run.knobs[rest[0]][end];
    if (name === "node") return run.nodes[rest[0]]?.[end] ?? NaN;
    if (name === "if") return value(rest[value(rest[0], end, run) ? 1 : 2], end, run);
    const values = rest.map(it => value(it, end, run));
    if (name === "span") return end ? Math.max(...values) : Math.min(...values);
    return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name](values) : NaN;
  };

  // ── Numbers as the author writes them ─────────────────────────────────────────────────────────────────
  const digits = (x, [, , places, letters], end) => {
    const [worth, letter] = letters[end], most = worth > 1 ? 1 : places;
    return Math.abs(x / worth).toLocaleString("en-US", { minimumFractionDigits: worth > 1 ? 0 : places, maximumFractionDigits: most }) + letter;
  };
  const written = ([low, high], format) => {
    if (!Number.isFinite(low) || !Number.isFinite(high)) return "–";
    const [before, after] = format, a = digits(low, format, 0), b = digits(high, format, 1);
    const minus = (x, text) => (x < 0 && /[1-9]/.test(text) ? "−" : ""), one = minus(low, a), other = minus(high, b);
    if (low === high || (a === b && one === other)) return `${other}${before}${b}${after}`;
    return one ? `${one}${before}${a} … ${other}${b}${after}` : `${before}${a}–${b}${after}`;
  };

  // ── What moves: the table, the figures in the text, the charts ────────────────────────────────────────
  const beside = (id, text) => {
    const mark = document.getElementById(id);
    if (!mark || mark.closest(".hd-whatif")) return;
    let yours = mark.nextElementSibling?.matches(".hd-yours") ? mark.nextElementSibling : null;
    if (text === null) { yours?.remove(); return; }
    if (!yours) { yours = document.createElement("span"); yours.className = "hd-yours"; mark.after(yours); }
    yours.textContent = ` → ${text}`;
  };
  const ends = (knob, moved) => {
    const low = Number(knob.dataset.low), high = Number(knob.dataset.high);
    if (!moved) return [low, high];
    const at = Number(knob.value);
    return [at, low ? at * high / low : at];
  };
  const update = () => {
    const moved = knobs.map((knob, n) => Number(knob.value) !== given[n]), some = moved.some(Boolean);
    const run = { knobs: knobs.map((knob, n) => ends(knob, moved[n])), nodes: [] };
    const stands = { knobs: knobs.map(knob => ends(knob, false)), nodes: [] };
    const changed = {};
    nodes.forEach((node, n) => {
      for (const it of [run, stands]) it.nodes[n] = [value(node.formula, 0, it), value(node.formula, 1, it)].sort((a, b) => a - b);
      const same = String(run.nodes[n]) === String(stands.nodes[n]), text = written(run.nodes[n], node.format);
      rows[n].querySelector(".is-yours").textContent = same ? "" : text;
      node.ids.forEach(id => { beside(id, same ? null : text); if (!same) changed[id] = { ends: run.nodes[n], text }; });
    });
    knobs.forEach((knob, n) => {
      const format = JSON.parse(knob.dataset.format), text = written(ends(knob, moved[n]), format);
      knob.parentElement.querySelector("output").textContent = text;
      knob.setAttribute("aria-valuetext", text);
      JSON.parse(knob.dataset.ids).forEach(id => { beside(id, moved[n] ? text : null); if (moved[n]) changed[id] = { ends: ends(knob, true), text }; });
    });
    const scenario = knobs.filter((_, n) => moved[n]).map(knob => `${encodeURIComponent(knob.name)}=${knob.value}`).join("&");
    if (some || location.hash.startsWith("#what-if&")) try { history.replaceState(null, "", some ? `#what-if&${scenario}` : "#what-if"); } catch { /* file:// may refuse */ }
    document.dispatchEvent(new CustomEvent("hostdoc:moved", { detail: changed }));
  };

  const scenario = new URLSearchParams(location.hash.match(/^#what-if&(.*)$/)?.[1] || "");
  knobs.forEach(knob => {                                     // known names, numbers; a slider keeps what it can show
    const wanted = Number(scenario.get(knob.name)?.trim() || NaN);
    if (Number.isFinite(wanted)) knob.value = wanted;
  });
  all("[hidden]", panel).forEach(it => it.removeAttribute("hidden"));
  panel.addEventListener("input", update);
  panel.querySelector(".hd-button").addEventListener("click", () => { knobs.forEach((knob, n) => { knob.value = given[n]; }); update(); });
  update();
  if (scenario.size) document.getElementById("what-if").scrollIntoView();
  };
  if (window.document$) window.document$.subscribe(start); else start();   // Material swaps pages without loading them
})();
