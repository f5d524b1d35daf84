const names: Readonly<Record<string, string>> = {
  changeStream: 'change stream',
  oplog: 'oplog',
  polling: 'polling',
  redis: 'Redis',
};

/** A driver as one says it; of one that is not known, its own name. */
export function driverText(driver: string): string {
  return Object.hasOwn(names, driver) ? (names[driver] ?? driver) : driver;
}
