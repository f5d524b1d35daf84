import type { AnalyticsSettings } from './settings';

const flag = 'boolean|object';

/** Which types or words a setting may have; docs/analytics.md has the same list. */
export const kinds: Record<string, string> = {
  writeKey: 'string',
  host: 'string',
  pages: flag,
  accounts: flag,
  ddp: flag,
  vitals: flag,
  errors: flag,
  consent: 'granted|denied|pending',
  respect: 'object',
  sampling: '0 to 1',
  storage: 'cookie|local|memory',
  globalName: 'string',
  compat: 'okgrow',
  debug: 'boolean',
  transport: 'http|memory',
  schemas: 'object',
  traits: 'function',
  beforeSend: 'function',
};

/**
 * Warns of what is not as it should be, and leaves it out; and of another host, which a policy may forbid. A bad `consent`
 * counts as `pending`: a slip of the pen sends nothing.
 */
export function checkSettings(settings: AnalyticsSettings, warn: (line: string) => void): void {
  for (const [key, value] of Object.entries(settings)) {
    const kind = kinds[key];
    const accepted = `|${kind}|`;
    if (value === undefined || isOf(accepted, value)) continue;
    if (key === 'consent') settings.consent = 'pending';
    else delete settings[key];
    const words = (kind || Object.keys(kinds).join('|')).replace(/\|/g, ', ');
    warn(`analytics.${key} is ${JSON.stringify(value)}; ${kind ? 'accepted' : 'known'}: ${words}`);
  }
  const [foreign] = /^https?:\/\/[^/]+/.exec(settings.host || '') || [];
  if (foreign) warn(`events go to another host: a policy needs connect-src ${foreign}`);
}

function isOf(accepted: string, value: unknown): boolean {
  if (typeof value === 'number') return accepted === '|0 to 1|' && value >= 0 && value <= 1;
  const word = typeof value === 'string' && /[|]string|]/.test(accepted) ? 'string' : value;
  return accepted.includes(`|${typeof word === 'string' ? word : typeof word}|`);
}
