import type { ObserversReport, ReportedObserver } from '../../../../../common/load-report';
import { anObserver } from '../../../../support/an-observer';

/** One entry of a report, of which nothing is known but what is given. */
export function aReported({
  name = 'tasks',
  ...fields
}: Partial<ReportedObserver> & { readonly name?: string } = {}): ReportedObserver {
  const { cpuMs = 0, share } = fields;
  const owner = { kind: 'publication', name } as const;
  const {
    initialQuery: _query,
    lifetime: _lifetime,
    poll: _poll,
    ...entry
  } = anObserver({ owner });
  return {
    ...entry,
    whatIf: {
      remove: { cpuMs, ...(share !== undefined && { share }) },
      mergeDuplicates: { cpuMs: 0 },
    },
    ...fields,
  };
}

/** A report over 100 seconds. */
export function aReport(fields: Partial<ObserversReport> = {}): ObserversReport {
  return {
    ...{ from: 0, to: 100_000, wallMs: 100_000, observerCpuMs: 0 },
    coverage: { evaluations: 0, expected: 0, collections: {} },
    observers: [],
    ...fields,
  };
}
