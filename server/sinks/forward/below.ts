/** A path below an address, whether that ends with a slash or not. */
export function below(url: string, path: string): string {
  return `${url.replace(/\/+$/, '')}/${path}`;
}
