import type { LogLevel } from '../common/log-entry';
import { logLevels } from '../common/log-entry';
import type { Recorder } from '../common/recorder';
import { undoable } from '../common/undo';
import type { HookRegistry } from './hooks/hook-registry';
import { functionsOf } from './hooks/shape';
import type { MeteorInternals } from './install-instruments';
import { type DebugTarget, watchDebug } from './instruments/errors/watch-debug';
import { type ProcessTarget, watchProcess } from './instruments/errors/watch-process';
import { instrumentLogs, type LogTarget } from './instruments/logs/instrument-logs';

export interface ErrorOptions {
  readonly instruments: { readonly errors: boolean };
  readonly logs: 'off' | LogLevel;
}

/** Puts in what sees errors outside of calls, and the log. */
export function installErrors(
  meteor: MeteorInternals,
  { instruments, logs }: ErrorOptions,
  hooks: HookRegistry,
  recorder: Recorder,
): void {
  if (instruments.errors && (meteor.meteor || meteor.process)) {
    hooks.install('errors', () =>
      undoable((defer) => {
        defer(watchProcess(processOf(meteor.process), recorder));
        const target = functionsOf<DebugTarget>(meteor.meteor, ['_debug'], 'Meteor');
        defer(watchDebug(target, recorder));
      }),
    );
  }
  if (logs === 'off' || !meteor.console) return;
  hooks.install('logs', () => instrumentLogs(logTarget(meteor), logs, recorder));
}

const processOf = (process: unknown) =>
  functionsOf<ProcessTarget>(
    process,
    ['on', 'prependListener', 'removeListener', 'listeners'],
    'process',
  );

function logTarget({ console, log }: MeteorInternals): LogTarget {
  const writes = ['debug', 'log', 'info', 'warn', 'error'] as const;
  return {
    console: functionsOf<LogTarget['console']>(console, writes, 'console'),
    log: log ? functionsOf<NonNullable<LogTarget['log']>>(log, logLevels, 'Log') : undefined,
  };
}
