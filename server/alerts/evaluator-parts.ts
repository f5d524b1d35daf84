import type { AlertRule } from '../../common/alert';
import type { AlertStore } from '../../common/alert-store';
import type { AlertTarget } from '../../common/alert-target';
import type { AlertTargetName } from '../../common/alerts-answer';
import type { FindingsReport } from '../../common/load-report';
import type { ResourceFilter } from '../../common/read-checks';
import type { Reader } from '../../common/reader';
import type { AnswerParts } from './answer-alerts';
import type { NotifyParts } from './notify';
import type { After } from './time-limit';

/** How long things may take, in milliseconds; a turn in all must be well below a lease. */
export interface AlertTimes {
  /** Between two looks at who evaluates, and at what is due. */
  readonly turnMs: number;
  readonly readMs: number;
  /** After so long, no further rule is begun. */
  readonly roundMs: number;
  readonly sendMs: number;
}

export const alertTimes: AlertTimes = {
  turnMs: 10_000,
  readMs: 10_000,
  roundMs: 20_000,
  sendMs: 10_000,
};

export interface FindingsQuery {
  readonly from: number;
  readonly to: number;
  readonly resource: ResourceFilter;
}

export interface EvaluatorParts {
  readonly rules: readonly AlertRule[];
  readonly targets: readonly AlertTarget[];
  readonly store: AlertStore;
  readonly reader: Pick<Reader, 'read'>;
  /** Whose figures are looked at. */
  readonly resource: ResourceFilter;
  readonly findings: (query: FindingsQuery) => Promise<FindingsReport>;
  readonly everyMs: number;
  readonly repeatMs: number | undefined;
  readonly limit: number;
  /** Windows are no shorter: what was recorded last must have had the time to arrive. */
  readonly leastWindowMs: number;
  readonly times: AlertTimes;
  readonly from: NotifyParts['from'];
  readonly about: AnswerParts['about'];
  readonly newId: () => string;
  readonly wallNow: () => number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly after: After;
  /** Told of what goes wrong, and when it goes well again. */
  readonly warn: (message: string) => void;
  readonly failed: (error: unknown) => void;
  readonly roundEnded: (ms: number, outcome: 'ok' | 'failed') => void;
  readonly told: (target: AlertTargetName, outcome: 'sent' | 'retry' | 'lost') => void;
}
