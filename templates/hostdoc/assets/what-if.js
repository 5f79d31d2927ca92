/* hostdoc · documents as a live model: sliders move assumptions, what follows is recomputed here, without a server.
   Nothing from a document is run: the model is data, an expression a nested list of known operations. */
(() => {
  "use strict";
  let words = {};
  const say = text => words[text] ?? text;                  // in the words of the page's labels
  const start = () => {
  words = JSON.parse(document.querySelector(".hd-sprite")?.dataset.words || "{}");
  const panel = document.querySelector(".hd-whatif");
  if (!panel) return;
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const { nodes } = JSON.parse(panel.dataset.model);
  const knobs = all("input[type=range]", panel), rows = new Map(all(".hd-table tr[data-node]", panel).map(row => [Number(row.dataset.node), row]));
  const formats = knobs.map(knob => JSON.parse(knob.dataset.format)), places = knobs.map(knob => JSON.parse(knob.dataset.ids || "[]"));
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
    if (name === "if") { const is = value(rest[0], end, run); return Number.isNaN(is) ? NaN : value(rest[is ? 1 : 2], end, run); }
    if (name === "÷" && rest.slice(1).some(it => !(value(it, 0, run) * value(it, 1, run) > 0))) return NaN;   // by what may be zero
    const values = rest.map(it => value(it, end, run));
    if (values.some(Number.isNaN)) return NaN;              // and so is all that follows
    if (name === "span") return end ? Math.max(...values) : Math.min(...values);
    return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name](values) : NaN;
  };

  // ── Numbers as the author writes them ─────────────────────────────────────────────────────────────────
  const clock = (x, scale) => {
    const seconds = Math.round(Math.abs(x) / scale), two = it => String(it).padStart(2, "0");
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}${seconds % 60 ? `:${two(seconds % 60)}` : ""}`;
  };
  const digits = (x, [, , places, letters, scale], end) => {
    if (scale) return clock(x, scale);
    const [worth, letter] = letters[end], most = worth > 1 ? 1 : places;
    return Math.abs(x / worth).toLocaleString("en-US", { minimumFractionDigits: worth > 1 ? 0 : places, maximumFractionDigits: most }) + letter;
  };
  const exactly = ([low, high], [before, after, least, letters, scale]) => {     // with up to two decimals more, where they say it
    const worth = letters[0][0], places = [low, high].map(x => [0, 1, 2].map(more => least + more)
      .find(p => { const y = x / worth * 10 ** p; return Math.abs(y - Math.round(y)) < 1e-9 * Math.max(1, Math.abs(y)); }) ?? least + 1);
    const most = Math.max(...places), money = worth === 1 && /[$€£¥₹]|[A-Z]{3}/.test(before + after);
    return [before, after, money && most === 1 ? 2 : most, letters, scale];
  };
  const written = ([low, high], format) => {
    if (!Number.isFinite(low) || !Number.isFinite(high)) return "–";
    const [before, after] = format, a = digits(low, format, 0), b = digits(high, format, 1);
    const minus = (x, text) => (x < 0 && /[1-9]/.test(text) ? "−" : ""), one = minus(low, a), other = minus(high, b);
    if (low === high || (a === b && one === other)) return `${other}${before}${b}${after}`;
    return one ? `${one}${before}${a} … ${other}${b}${after}` : `${before}${a}–${b}${after}`;
  };
  const finely = (range, format) => written(range, exactly(range, format));

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
  const computed = (formula, run) => {
    const [low, high] = [value(formula, 0, run), value(formula, 1, run)];
    return Number.isNaN(low + high) ? [NaN, NaN] : [Math.min(low, high), Math.max(low, high)];
  };
  const stands = { knobs: knobs.map(knob => ends(knob, false)), nodes: [] };
  nodes.forEach(([formula], n) => { stands.nodes[n] = computed(formula, stands); });
  const isMoved = (knob, n) => Number(knob.value) !== given[n];
  const scenarioOf = () => knobs.filter(isMoved).map(knob => `${encodeURIComponent(knob.name)}=${knob.value}`).join("&");
  const update = () => {
    const moved = knobs.map(isMoved), some = moved.some(Boolean);
    const run = { knobs: knobs.map((knob, n) => ends(knob, moved[n])), nodes: [] };
    const changed = {};
    nodes.forEach(([formula, format, ids], n) => {
      run.nodes[n] = computed(formula, run);
      const same = String(run.nodes[n]) === String(stands.nodes[n]), text = same ? "" : written(run.nodes[n], format);
      const cell = rows.get(n).lastElementChild;
      if (cell.textContent !== text) cell.textContent = text;
      ids.forEach(id => { beside(id, same ? null : text); if (!same) changed[id] = { ends: run.nodes[n], text }; });
    });
    knobs.forEach((knob, n) => {
      const text = written(run.knobs[n], formats[n]);
      knob.parentElement.querySelector("output").textContent = text;
      knob.setAttribute("aria-valuetext", text);
      places[n].forEach(id => { beside(id, moved[n] ? text : null); if (moved[n]) changed[id] = { ends: run.knobs[n], text }; });
    });
    if (some || location.hash.startsWith("#what-if&")) try { history.replaceState(null, "", some ? `#what-if&${scenarioOf()}` : "#what-if"); } catch { /* file:// may refuse */ }
    tornado?.draw(run);
    document.dispatchEvent(new CustomEvent("hostdoc:moved", { detail: changed }));
  };

  // ── What moves a figure most: each assumption by itself, over its own range or by a tenth ─────────────────
  const text = (name, words, css) => { const made = document.createElement(name); made.textContent = words; if (css) made.className = css; return made; };
  const drawing = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, what]) => made.setAttribute(key, what));
    return made;
  };
  const groupOf = element => element.closest(".hd-group")?.querySelector("h2").textContent || "";
  const behind = n => {                                        // a figure's results in their order, and its sliders
    const found = { nodes: new Set(), knobs: new Set() };
    const visit = formula => {
      if (!Array.isArray(formula)) return;
      if (formula[0] === "knob") found.knobs.add(formula[1]);
      else if (formula[0] === "node") into(formula[1]);
      else formula.slice(1).forEach(visit);
    };
    const into = it => { if (!found.nodes.has(it)) { found.nodes.add(it); visit(nodes[it][0]); } };
    into(n);
    return { nodes: [...found.nodes].sort((a, b) => a - b), knobs: [...found.knobs].sort((a, b) => a - b) };
  };
  const middleOf = ([low, high]) => (low + high) / 2;
  const swings = (n, run) => {
    const { nodes: order, knobs: by } = behind(n);
    const at = (knob, point) => {
      const trial = { knobs: [...run.knobs], nodes: [...run.nodes] };
      trial.knobs[knob] = [point, point];
      order.forEach(it => { trial.nodes[it] = computed(nodes[it][0], trial); });
      return trial.nodes[n];
    };
    return by.map(knob => {
      const [low, high] = run.knobs[knob], between = low === high ? [low * .9, low * 1.1] : [low, high];
      const gives = between.map(point => at(knob, point));
      return { knob, between, gives, spread: Math.abs(middleOf(gives[1]) - middleOf(gives[0])) };
    }).filter(it => it.spread >= 0).sort((a, b) => b.spread - a.spread);
  };
  const chart = root => {
    const select = root.querySelector("select"), body = root.querySelector("tbody"), target = root.querySelector(".hd-target");
    let group = null, now = null;
    rows.forEach((row, n) => {
      const own = groupOf(row);
      if (own !== group?.label) { group = document.createElement("optgroup"); group.label = own; select.append(group); }
      const option = text("option", row.querySelector("th").textContent);
      option.value = n;
      group.append(option);
    });
    select.value = root.dataset.node;
    const draw = run => {
      now = run;
      const n = Number(select.value), [, format] = nodes[n], found = swings(n, run), at = middleOf(run.nodes[n]);
      const reach = [at, ...found.flatMap(it => it.gives.map(middleOf))], least = Math.min(...reach), width = Math.max(...reach) - least;
      const place = x => (width ? (x - least) / width * 1000 : 500), home = groupOf(rows.get(n));
      target.replaceChildren(text("b", rows.get(n).querySelector("th").textContent), `${home && `, ${home}`}: ${say("now")} `, text("b", written(run.nodes[n], format)));
      body.replaceChildren(...found.slice(0, 12).map(({ knob, between, gives }) => {
        const row = document.createElement("tr"), head = text("th", knobs[knob].parentElement.querySelector("span").textContent);
        const from = groupOf(knobs[knob]), cell = document.createElement("td");
        const svg = drawing("svg", { class: "hd-swing", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" });
        head.scope = "row";
        const where = text("span", from === home ? "" : `${from}, `, "hd-small"), line = knobs[knob].parentElement.querySelector("small a");
        if (line) where.append(line.cloneNode(true));
        head.append(" ", where);
        gives.forEach((it, end) => {
          const x = place(middleOf(it));
          svg.append(drawing("rect", { class: end ? "is-high" : "is-low", x: Math.min(x, place(at)), width: Math.abs(x - place(at)), y: 3, height: 14 }));
        });
        svg.append(drawing("path", { d: `M${place(at)} 0V20` }));
        cell.append(svg);
        row.append(head, text("td", between.map(it => finely([it, it], formats[knob])).join(" … "), "is-n"), text("td", finely(gives[0], format), "is-n"), cell, text("td", finely(gives[1], format), "is-n"));
        return row;
      }));
    };
    select.addEventListener("change", () => draw(now));
    return { draw };
  };
  const root = panel.querySelector(".hd-tornado"), tornado = root && chart(root);

  const scenario = new URLSearchParams(location.hash.match(/^#what-if&(.*)$/)?.[1] || "");
  knobs.forEach(knob => {                                     // known names, numbers; a slider keeps what it can show
    const wanted = Number(scenario.get(knob.name)?.trim() || NaN);
    if (Number.isFinite(wanted)) knob.value = wanted;
  });
  all("[hidden]", panel).forEach(it => it.removeAttribute("hidden"));
  panel.closest(".hd").addEventListener("input", event => { if (event.target.type === "range") update(); });
  panel.querySelector("[data-does=reset]").addEventListener("click", () => { knobs.forEach((knob, n) => { knob.value = given[n]; }); update(); });
  panel.querySelector("[data-does=copy]")?.addEventListener("click", async () => {
    const said = panel.querySelector("[role=status]"), some = scenarioOf();
    const address = location.href.replace(/#.*$/, "") + (some && `#what-if&${some}`);
    try { await navigator.clipboard.writeText(address); said.textContent = say("copied"); } catch { said.textContent = say("it is in the address bar"); }
  });
  // Where the assumptions stand at the side, each slider stands with its own.
  const side = document.querySelector(".hd-side"), home = panel.querySelector("fieldset");
  const entries = knobs.map(knob => side?.querySelector(`[data-knob="${CSS.escape(knob.name)}"]`));
  const settle = () => {
    const beside = getComputedStyle(side).position === "sticky";
    knobs.forEach((knob, n) => { const to = beside && entries[n] || home; if (knob.parentElement.parentElement !== to) to.append(knob.parentElement); });
  };
  if (side) new ResizeObserver(settle).observe(side.parentElement);
  update();
  if (scenario.size) document.getElementById("what-if")?.scrollIntoView();
  };
  if (window.document$) window.document$.subscribe(start); else start();   // Material swaps pages without loading them
})();
