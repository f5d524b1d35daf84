import type { Severity } from '../../../common/finding';

/** What a severity is called. */
export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  warning: 'Warning',
  info: 'For information',
};
