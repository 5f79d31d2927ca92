/* hostdoc · amounts of a table per another time, per user or in another currency. Each row says what it is per and
   by which stated rates it may be turned; what cannot be turned keeps its words. The words are those of `shown` and
   `turned` in report/analysis/prices.py, digit for digit. */
(() => {
  "use strict";
  const YEARLY = { month: 12, quarter: 4, year: 1 };         // amounts stand in the page per year
  const SMALL = 0.01;                                        // below, two decimals would say nothing
  const PEOPLE = ["user", "client", "person", "seat"];       // per any of them: per user already
  const written = (value, places) => value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places, roundingMode: "halfEven" }).replace("-", "−");
  const digits = (low, high, opened) => {
    const whole = Number.isInteger(low) && Number.isInteger(high), plus = opened ? "+" : "";
    const [first, last] = [low, high].map(value => {
      const plain = whole || Math.abs(value) >= 1000;
      return !plain && value && Math.abs(value) < SMALL ? String(Number(value.toPrecision(2))).replace("-", "−") : written(value, plain ? 0 : 2);
    });
    if (first === last) return first + plus;
    return low < 0 ? `${first} … ${last}${plus}` : `${first}–${last}${plus}`;
  };

  const turn = (row, cell, { per, of, in: money }) => {
    const own = row.time ? YEARLY[row.time] : 1, people = row.per ? row.per.split("/") : [];
    const time = row.time && per?.value ? per.value : row.time, each = of?.value === "user" && !people.some(it => PEOPLE.includes(it));
    const rate = (money?.value && JSON.parse(row.rates)[money.value]) || 0;
    if (time === row.time && !each && !rate) return null;
    const times = row.time ? YEARLY[time] : own;
    let low = cell.low / times * (rate || 1), high = cell.high / times * (rate || 1);
    const parts = [...people, ...(time ? [time] : [])], sign = rate ? money.dataset.sign : row.sign;
    if (!each) return { value: cell.low * (rate || 1), text: [sign + digits(low, high, cell.open), ...parts].join("/") };
    if (!row.fewest) return { value: "", text: "–" };
    [low, high] = [row.most ? low / row.most : null, high / row.fewest];
    const amount = low === null ? `up to ${sign}${digits(high, high)}` : sign + digits(low, high, cell.open);
    return { value: (low ?? high) * times, text: [amount, "user", ...parts].join("/") };
  };

  document.querySelectorAll(".hd-tools").forEach(tools => {
    const stated = new Map();
    tools.addEventListener("hostdoc:chosen", ({ detail: { table, chosen } }) => {
      for (const cell of table.querySelectorAll("[data-low]")) {
        const words = cell.querySelector(".hd-amount");
        if (!stated.has(cell)) stated.set(cell, { text: words.textContent, value: cell.dataset.value });
        const found = turn(cell.closest("tr").dataset, cell.dataset, chosen) || stated.get(cell);
        words.textContent = found.text;
        cell.dataset.value = found.value;
      }
    });
  });
})();
