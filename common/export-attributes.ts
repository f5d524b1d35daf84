export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** What the value of a dimension becomes. */
export type AttributeRule = (value: string) => Attributes;

/** The value as it is, under another name. */
export const named =
  (name: string): AttributeRule =>
  (value) => ({ [name]: value });

/** How a call ended: `error.type`, which is absent when all went well. */
export const outcome: AttributeRule = (value): Attributes =>
  value === 'ok' ? {} : { 'error.type': value };

/** An HTTP status, or, without one, what happened. From 500 up, both. */
export const status: AttributeRule = (value): Attributes => {
  if (!/^\d{3}$/.test(value)) return { 'error.type': value };
  const known = { 'http.response.status_code': Number(value) };
  return value >= '500' ? { ...known, 'error.type': value } : known;
};

/** `host:port`. */
export const host: AttributeRule = (value): Attributes => {
  const at = /^(.*):(\d+)$/.exec(value);
  if (!at) return { 'server.address': value };
  return { 'server.address': at[1] ?? value, 'server.port': Number(at[2]) };
};

/** `method:name`, `publication:name` or `none`. */
export const owner: AttributeRule = (value): Attributes => {
  const colon = value.indexOf(':');
  if (colon < 0) return { 'meteor.owner.kind': value };
  return {
    'meteor.owner.kind': value.slice(0, colon),
    'meteor.owner.name': value.slice(colon + 1),
  };
};

/** `true` or `false`, as such. */
export const expected: AttributeRule = (value): Attributes => ({
  'meteor.error.expected': value === 'true',
});
