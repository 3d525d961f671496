/* The files that the site publishes for its own scripts. */

const SITE = new URL("../../", import.meta.url);

/** What a JSON file of the site holds. */
export async function fetched(address) {
  const response = await fetch(new URL(address, SITE));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response.json();
}

/** The same of files that are asked for again and again: each is loaded once, and anew after a failure. */
export function keeping(read = fetched) {
  const files = new Map();
  return (address) => {
    if (!files.has(address)) {
      const file = read(address);
      file.catch(() => files.delete(address));
      files.set(address, file);
    }
    return files.get(address);
  };
}
