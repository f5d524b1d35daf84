import type { SavedAlerts } from '../../common/alert-store';
import type { AlertsAnswer, AlertTargetName } from '../../common/alerts-answer';
import { RetryableError } from '../../common/sink';
import { type AlertsState, stateFrom } from './alerts-state';
import { answerAlerts } from './answer-alerts';
import { createChangeLog } from './change-log';
import { deliver } from './courier';
import type { EvaluatorParts } from './evaluator-parts';
import { messageOf } from './round';
import { createRounds, failingIn } from './rounds';
import { withinTime } from './time-limit';

export interface Evaluator {
  answer(): Promise<AlertsAnswer>;
  /** Lets another process go on; this one may do so again, later. */
  resign(): Promise<void>;
  stop(): Promise<void>;
}

/** What is under way when it has to end may take so long, and is done again elsewhere otherwise. */
const lastMs = 1_000;

class LostRight extends Error {}

/**
 * Evaluates rules and sends what there is to tell, turn by turn, while this
 * process has the right to. A turn is never begun before the last has ended.
 * What a round has changed is saved before anything of it is sent; a turn that
 * fails is forgotten, and begun anew from what was saved last.
 */
export function createEvaluator(parts: EvaluatorParts): Evaluator {
  const { store, wallNow, after, times, everyMs } = parts;
  const startedAt = wallNow();
  const log = createChangeLog(parts.warn);
  const rounds = createRounds(parts, () => isStopped);
  /** Present while this process evaluates. */
  let state: AlertsState | undefined;
  let error: string | undefined;
  let isStopped = false;
  let cancel: (() => void) | undefined;
  let turning: Promise<void> = Promise.resolve();
  let saving: Promise<void> = Promise.resolve();

  function later(): void {
    if (isStopped) return;
    const untilRound = state ? dueAt(state) - wallNow() : everyMs;
    cancel = after(Math.max(0, Math.min(untilRound, times.turnMs)), () => {
      turning = turn().then(later);
    });
  }

  function dueAt({ roundAt }: AlertsState): number {
    const due = (roundAt ?? startedAt) + everyMs;
    return due - wallNow() > everyMs ? wallNow() : due; // the clock was set back
  }

  async function turn(): Promise<void> {
    try {
      await evaluate();
      error = undefined;
    } catch (reason) {
      state = undefined;
      if (reason instanceof LostRight) return;
      error = messageOf(reason);
      if (!(reason instanceof RetryableError)) parts.failed(reason);
    }
    log.note('evaluating alerts', error);
  }

  async function evaluate(): Promise<void> {
    if (!(await hold())) return;
    const current = state ?? stateFrom((await store.load())?.state);
    state = current;
    if (wallNow() >= dueAt(current)) {
      await rounds.run(current);
      await save(current);
      const failing = failingIn(current);
      log.note('evaluating alert rules', failing);
      parts.roundEnded(current.roundMs ?? 0, failing === undefined ? 'ok' : 'failed');
      if (!(await hold())) return;
    }
    await send(current);
  }

  async function hold(): Promise<boolean> {
    const isHeld = !isStopped && (await store.hold());
    if (!isHeld) state = undefined;
    return isHeld;
  }

  function send(current: AlertsState): Promise<void> {
    return deliver(current, {
      targets: parts.targets,
      wallNow,
      mayBegin: () => !isStopped && state === current && store.isHeldFor(times.sendMs),
      inTime: (start) => withinTime(after, times.sendMs, start),
      save: () => save(current),
      told(target: AlertTargetName, outcome) {
        log.note(`sending alerts to ${target}`, current.targets[target]?.error);
        parts.told(target, outcome);
      },
    });
  }

  /** One after the other, as each is the whole state. */
  function save(current: AlertsState): Promise<void> {
    saving = saving
      .catch(() => undefined)
      .then(async () => {
        if (!(await store.save(JSON.stringify(current)))) throw new LostRight();
      });
    return saving;
  }

  async function release(): Promise<void> {
    await withinTime(after, lastMs, () => turning).catch(() => undefined);
    const had = state;
    state = undefined;
    if (had) await withinTime(after, lastMs, () => store.release());
  }

  async function saved(): Promise<SavedAlerts | undefined> {
    try {
      return await withinTime(after, times.readMs, () => store.load());
    } catch (reason) {
      error ??= messageOf(reason);
      return undefined;
    }
  }

  later();

  return {
    async answer() {
      const own = state;
      const others = own ? undefined : await saved();
      return answerAlerts({
        ...parts,
        error,
        state: own ?? stateFrom(others?.state),
        evaluator: own ? parts.about.self : others?.isHeld ? others : undefined,
        isThisProcess: own !== undefined,
        at: wallNow(),
      });
    },
    resign: () => release().catch(() => undefined),
    async stop() {
      isStopped = true;
      cancel?.();
      await release().catch(() => undefined);
      await store.close().catch(() => undefined);
    },
  };
}
