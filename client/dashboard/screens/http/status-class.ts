/** Statuses by what they mean to whoever sent the request. */
export const statusClasses = ['2xx', '3xx', '4xx', '5xx', 'no answer', 'other'] as const;

export type StatusClass = (typeof statusClasses)[number];

/** The class of a status as it was recorded: a number, `aborted`, or `error`. */
export function statusClass(status: string): StatusClass {
  if (status === 'aborted' || status === 'error') return 'no answer';
  const known = statusClasses.find((one) => /^\d{3}$/.test(status) && one[0] === status[0]);
  return known ?? 'other';
}
