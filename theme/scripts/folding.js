/* Makes Vietnamese texts comparable: without diacritics, or with diacritics but regardless of the position of the tone. */

const MARKS = /[\u0300-\u036f]/g;
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Removes diacritics and capitals: "HÒA Thành", "hoà thành" and "hoa thanh" all become "hoa thanh". */
export function fold(text) {
  return text.normalize("NFD").replace(MARKS, "").replace(/[đĐ]/g, "d").toLowerCase();
}

/** Returns the words of a text, folded. */
export function words(text) {
  return fold(text).split(/[^a-z0-9]+/).filter(Boolean);
}

/** Keeps diacritics but moves the tone of each syllable to its end: "hoà" and "hòa" become equal, "hoa" differs. */
export function marked(text) {
  return text
    .normalize("NFD")
    .toLowerCase()
    .split(/\s+/)
    .map((syllable) => syllable.replace(TONES, "") + (syllable.match(TONES) ?? []).join(""))
    .join(" ")
    .trim();
}

/** Whether the text has any diacritic that folding would remove. */
export function hasMarks(text) {
  return fold(text) !== text.normalize("NFD").toLowerCase();
}

/** Returns how many letters must be added, removed, changed or swapped with the next one to turn `a` into `b`. */
export function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1,
        rows[i][j - 1] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
  }
  return rows[a.length][b.length];
}

/** Compares by the Vietnamese alphabet, and numbers by value. */
export const collator = new Intl.Collator("vi", { numeric: true });
