/**
 * Names null publications by their place in the list of them: `null:0` for the
 * first. One that is not in the list is `null`.
 */
export function nullPublicationNames(server: {
  readonly universal_publish_handlers: readonly unknown[];
}): (handler: unknown) => string {
  const names = new WeakMap<object, string>();

  return (handler) => {
    if (typeof handler !== 'function') return 'null';
    const known = names.get(handler);
    if (known) return known;
    const at = server.universal_publish_handlers.indexOf(handler);
    if (at < 0) return 'null';
    const name = `null:${at}`;
    names.set(handler, name);
    return name;
  };
}
