/* hostdoc · behaviour of the report. Everything is readable without it: a mark is a link to its workings, the workings
   are a <details> under their block, a chart is a picture with a table behind it. */
(() => {
  "use strict";
  let words = {};
  const say = text => words[text] ?? text;                  // in the words of the page's labels
  const home = document.currentScript?.src.replace(/[^/]*$/, "");   // where the script of the charts stands, too
  let library = null;                                       // of charts, once it is wanted
  let page = null;                                          // ends what listens for the page before

  const start = () => {
  words = JSON.parse(document.querySelector(".hd-sprite")?.dataset.words || "{}");
  page?.abort();
  page = new AbortController();
  const { signal } = page;
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  const el = (tag, props = {}, ...inside) => { const e = Object.assign(document.createElement(tag), props); e.append(...inside); return e; };

  // ── Workings in a popover: a copy of the note, beside the figure it explains ──────────────────────────
  const pop = el("div", { className: "hd hd-pop", popover: "auto" });
  pop.setAttribute("role", "dialog");
  let open = null;

  const clear = () => {
    all(".is-input").forEach(e => { e.classList.remove("is-input"); delete e.dataset.key; });
    open?.setAttribute("aria-expanded", "false");
    open = null;
  };

  const place = mark => {
    const r = mark.getBoundingClientRect(), h = pop.offsetHeight, w = pop.offsetWidth, wide = document.documentElement.clientWidth;
    if (matchMedia("(max-width: 600px)").matches) {           // a sheet at the foot; the mark stays in sight above it
      pop.style.top = pop.style.left = "";
      if (r.bottom > innerHeight - h - 24) scrollBy(0, r.top - 96);
      return;
    }
    const beside = r.right + w + 48 < wide;                   // in the margin if there is one, else below or above
    const below = r.bottom + h + 16 < innerHeight || r.top < h + 16;
    const top = beside ? Math.max(8, Math.min(r.top - 16, innerHeight - h - 12)) : below ? r.bottom + 10 : r.top - h - 10;
    const left = beside ? r.right + 36 : Math.max(12, Math.min(r.left, wide - w - 12));
    pop.style.top = `${scrollY + top}px`;
    pop.style.left = `${scrollX + left}px`;
  };

  const show = mark => {
    const note = document.getElementById(mark.hash.slice(1));
    if (!note || !pop.showPopover) return false;
    if (open) { clear(); pop.hidePopover(); }
    const copy = note.cloneNode(true);
    copy.removeAttribute("id");
    all("[id]", copy).forEach(e => e.removeAttribute("id"));
    const close = el("button", { className: "hd-close", type: "button", textContent: "×" });
    close.setAttribute("aria-label", say("Close"));
    close.onclick = () => pop.hidePopover();
    const keys = el("div", { className: "hd-foot hd-small" }, el("span", { className: "hd-keys" }, el("kbd", { textContent: "j" }), " ", el("kbd", { textContent: "k" }), ` ${say("next, previous")}`), ...all(".hd-source", copy));
    pop.replaceChildren(close, el("div", { className: "hd-note" }, ...copy.childNodes), keys);
    pop.dataset.hd = mark.dataset.hd;
    pop.setAttribute("aria-label", `${say("Workings of")} ${mark.querySelector(".hd-stated").textContent}`);
    open = mark;
    mark.setAttribute("aria-expanded", "true");
    all("a[data-input]", pop).forEach(a => {                 // the inputs, lettered as in the sum
      const input = document.getElementById(a.dataset.input);
      if (input) { input.classList.add("is-input"); input.dataset.key = a.previousElementSibling?.textContent || ""; }
    });
    pop.showPopover();
    place(mark);
    close.focus({ preventScroll: true });
    return true;
  };

  (document.querySelector(".hd") || document.body).append(pop);   // inside, so that it inherits what the theme gives
  pop.addEventListener("toggle", e => { if (e.newState === "closed" && !pop.matches(":popover-open")) { const m = open; clear(); if (pop.contains(document.activeElement) || document.activeElement === document.body) m?.focus({ preventScroll: true }); } });
  all(".hd-mark").forEach(mark => {
    mark.setAttribute("aria-haspopup", "dialog");
    mark.setAttribute("aria-expanded", "false");
    mark.addEventListener("click", e => { if (!e.metaKey && !e.ctrlKey && (open === mark || show(mark))) e.preventDefault(); });
  });

  // Next and previous finding. Single keys can be switched off: <html data-hd-keys="off">.
  document.addEventListener("keydown", e => {
    if (!"jk".includes(e.key) || e.ctrlKey || e.metaKey || e.altKey || document.documentElement.dataset.hdKeys === "off") return;
    if (e.target.closest("input, select, textarea, [contenteditable]")) return;
    const list = all('.hd-mark:is([data-hd="drifts"], [data-hd="undecided"], [data-hd="known"], [data-hd="waived"])');
    if (!list.length) return;
    const from = open || document.activeElement, at = list.indexOf(from), down = e.key === "j";
    const next = at >= 0 ? at + (down ? 1 : -1)
      : down ? list.findIndex(m => m.getBoundingClientRect().top > 0) : list.findLastIndex(m => m.getBoundingClientRect().top < 0);
    const mark = list[(next + list.length) % list.length];
    mark.scrollIntoView({ block: "center" });
    mark.focus({ preventScroll: true });
    show(mark);
  }, { signal });

  // ── Charts: the picture becomes a live chart when a reader points at it; only then its script is loaded ──
  const load = () => library ??= new Promise((done, failed) => {
    const script = el("script", { src: `${home}vega.js`, onload: done, onerror: failed });
    document.head.append(script);
  });
  const tip = el("div", { className: "hd-tip", hidden: true });
  const point = (handler, event, item, value) => {
    tip.hidden = value === null || value === undefined || value === "";
    if (tip.hidden) return;
    tip.textContent = typeof value === "object" ? Object.values(value).join("\n") : String(value);
    const right = event.clientX + 14 + tip.offsetWidth < innerWidth;
    tip.style.left = `${right ? event.clientX + 14 : Math.max(4, event.clientX - 14 - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(4, event.clientY - tip.offsetHeight - 10)}px`;
  };

  // Rows of data that draw a figure have its id; those on a line between two rows say which, and how far along.
  const ENDS = [["low", "high"], ["worst", "best"], ["value", "value"]];
  const ends = row => (row && typeof row === "object" ? ENDS.find(([low]) => low in row) : undefined);
  const within = (node, wanted, found = []) => {
    if (node && typeof node === "object") { if (wanted(node)) found.push(node); Object.values(node).forEach(it => within(it, wanted, found)); }
    return found;
  };
  const between = (a, b, part) => (a > 0 && b > 0 ? Math.exp(Math.log(a) + part * Math.log(b / a)) : a + part * (b - a));
  const stand = (values, figures) => {                        // bars that stand on one another: a part moves all behind it
    const begin = [0, 0];
    for (const row of values) {
      const moved = figures[row.id], size = moved ? moved.ends[row.stack] : row.high - row.low;
      if (!row.again) [row.low, row.high] = row.sum ? [0, size] : [begin[row.stack], begin[row.stack] + size];
      if (!row.again && !row.sum) begin[row.stack] = row.high;
      if (row.again) row.high = row.low;                      // what was recalculated is so no longer
      if (row.gone) row.text = "";
      if (moved) Object.assign(row, { text: row.text && moved.text.split("/")[0], tip: `${say("yours:")} ${moved.text}` });
    }
  };
  const follow = (spec, figures) => {
    if (Object.keys(figures).length) within(spec, it => it.values?.[0]?.still).forEach(it => { it.values = []; });
    for (const { values } of within(spec, it => Array.isArray(it.values) && ends(it.values[0]))) {
      if ("stack" in values[0]) { if (Object.keys(figures).length) stand(values, figures); continue; }
      const drawn = {};                                       // the ends of the rows of the table, as they are drawn
      for (const row of values) if (row.of && !row.part) drawn[row.of[0]] = ends(row).map(key => row[key]);
      for (const row of values) {
        const [low, high] = ends(row), moved = figures[row.id];
        if (row.of?.some(id => figures[id])) {
          const [from, to] = row.of.map(id => figures[id]?.ends || drawn[id]);
          if (from && to) [row[low], row[high]] = [between(from[0], to[0], row.part), between(from[1], to[1], row.part)];
        } else if (moved) {
          const [least, most] = moved.ends, sliver = least === most && !row.flat && low !== high ? Math.abs(most) * .006 : 0;
          Object.assign(row, { [low]: least - sliver, [high]: most + sliver, text: row.again ? "" : (row.lead || "") + moved.text.split("/")[0] });
          for (const key of ["foot", "least"]) if (key in row) row[key] = least;
          for (const key of ["top", "most", "at"]) if (key in row) row[key] = most;
          if ("tip" in row) row.tip = `${say("yours:")} ${row.text || moved.text}`;
        }
      }
    }
    widen(spec, figures);
    return spec;
  };
  const widen = (spec, figures) => {                          // panels with one domain keep one
    const domains = new Map();
    for (const view of spec.vconcat || spec.hconcat || [spec]) {
      const moved = within(view, it => ends(it) && figures[it.id]).flatMap(row => ends(row).map(key => row[key]));
      for (const { scale } of within(view, it => Array.isArray(it.scale?.domain) && typeof it.field === "string" && ends({ [it.field]: 0 }))) {
        const key = scale.domain.join(), [least, most, scales] = domains.get(key) || [scale.domain[0], scale.domain[1], []];
        domains.set(key, [Math.min(least, ...moved.filter(x => scale.type !== "log" || x > 0)), Math.max(most, ...moved.map(x => x * 1.06)), [...scales, scale]]);
      }
    }
    for (const [least, most, scales] of domains.values()) scales.forEach(scale => { scale.domain = [least, most]; });
  };

  const charts = home ? all(".hd-plot").map(plot => ({ plot, source: plot.dataset.spec, figures: {}, view: null, busy: false })) : [];
  const draw = async chart => {                              // one after the other; only the latest figures count
    if (chart.busy) return;
    chart.busy = true;
    try {
      await load();
      for (let drawn = null; drawn !== chart.figures;) {
        drawn = chart.figures;
        const place = el("div", { className: "hd-live" });
        const { view } = await window.vegaEmbed(place, follow(JSON.parse(chart.source), drawn), { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: point });
        chart.view?.finalize();
        chart.view = view;
        chart.plot.querySelector(".hd-live")?.remove();
        chart.plot.append(place);
        chart.plot.classList.add("is-live");
        chart.plot.classList.toggle("is-moved", Object.keys(drawn).length > 0);
      }
    } catch { /* the picture stays */ }
    chart.busy = false;
  };
  charts.forEach(chart => {
    chart.plot.addEventListener("pointerenter", () => { chart.plot.closest(".hd").append(tip); if (!chart.view) draw(chart); });
    chart.plot.addEventListener("pointerleave", () => { tip.hidden = true; });
  });
  document.addEventListener("hostdoc:moved", ({ detail }) => charts.forEach(chart => {
    const own = Object.fromEntries(Object.entries(detail).filter(([id]) => chart.source.includes(`"${id}"`)));
    if (JSON.stringify(own) === JSON.stringify(chart.figures)) return;
    chart.figures = own;
    draw(chart);
  }), { signal });

  // ── Downloads: the table as CSV, the picture as PNG in the colours of paper ──────────────────────────
  const save = (blob, name) => { const a = el("a", { href: URL.createObjectURL(blob), download: name }); a.click(); setTimeout(() => URL.revokeObjectURL(a.href), 1000); };
  all("[data-save]").forEach(button => {
    const chart = button.closest(".hd-chart");
    button.parentElement.hidden = false;
    button.addEventListener("click", () => {
      if (button.dataset.save === "csv") {
        const cell = c => { let t = c.textContent.trim(); if (/^[=+@\t]/.test(t)) t = "'" + t; return /[",\n]/.test(t) ? `"${t.replaceAll('"', '""')}"` : t; };
        const rows = all(".hd-data tr", chart).map(r => [...r.cells].map(cell).join(","));
        return save(new Blob(["\ufeff" + rows.join("\r\n")], { type: "text/csv" }), `${chart.id}.csv`);
      }
      const svg = chart.querySelector(".hd-wide").cloneNode(true), [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
      const paper = el("div", { className: "hd hd-plot" });
      paper.style.cssText = "color-scheme:light;color:#1c2126;position:fixed;left:-9999px;width:760px";
      svg.style.display = "block";
      paper.append(svg);
      document.body.append(paper);
      [svg, ...all("*", svg)].forEach(e => { const c = getComputedStyle(e); for (const p of ["fill", "stroke", "font-family"]) e.setAttribute(p, c[p === "font-family" ? "fontFamily" : p]); });
      svg.setAttribute("xmlns", "http://www.w3.org/2000/svg"); svg.setAttribute("width", w); svg.setAttribute("height", h);
      const text = new XMLSerializer().serializeToString(svg), image = new Image();
      paper.remove();
      image.onload = () => {
        const canvas = el("canvas", { width: 2 * w, height: 2 * h }), to = canvas.getContext("2d");
        to.fillStyle = "#fff"; to.fillRect(0, 0, 2 * w, 2 * h); to.drawImage(image, 0, 0, 2 * w, 2 * h);
        canvas.toBlob(blob => save(blob, `${chart.id}.png`));
      };
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    });
  });
  };
  if (window.document$) window.document$.subscribe(start); else start();   // Material swaps pages without loading them
})();
