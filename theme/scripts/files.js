/* The address of the site, and the JSON files that it publishes for its scripts. */

export const SITE = new URL("../../", import.meta.url);

/** Returns the content of a JSON file of the site. Throws an error if the response is not OK. */
export async function fetched(address) {
  const response = await fetch(new URL(address, SITE));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response.json();
}

/** Loads a script that is not a module. */
export function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
}

/** Returns a function that reads files with a cache: each file is loaded once, and again after a failure. */
export function cachedReader(read = fetched) {
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
