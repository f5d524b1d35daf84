const PLAIN_KEY = /^[a-z_$][0-9a-z_$.[\]]*$/i;

/** Puts `key` before the path of what failed inside it, as `check` reports it. */
export function prependPath(key: string | number, path: string): string {
  const step = stepOf(String(key));
  return path && !path.startsWith('[') ? `${step}.${path}` : step + path;
}

function stepOf(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`;
  return PLAIN_KEY.test(key) ? key : JSON.stringify([key]);
}
