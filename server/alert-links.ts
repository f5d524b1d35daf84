import type { Options } from '../common/options';

/**
 * Where people find the dashboard, without a slash at its end: as options say,
 * else below `ROOT_URL`, from which an app is reached.
 */
export function dashboardUrl(
  { alerts, dashboard }: Options,
  { ROOT_URL }: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const own = alerts.dashboardUrl?.replace(/\/+$/, '');
  if (own !== undefined || !dashboard.enabled) return own;
  if (!ROOT_URL || !URL.canParse(ROOT_URL)) return undefined;
  const { origin, pathname } = new URL(ROOT_URL);
  return `${origin}${pathname.replace(/\/+$/, '')}${dashboard.path}`;
}
