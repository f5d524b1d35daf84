type Run = (computation: Computation) => unknown;

export interface Computation {
  stopped: boolean;
  invalidated: boolean;
  firstRun: boolean;
  firstRunPromise: Promise<unknown> | undefined;
  readonly _id: number;
  onInvalidate(callback: Run): void;
  onStop(callback: Run): void;
  invalidate(): void;
  stop(): void;
  flush(): void;
  run(): void;
}

export interface Dependency {
  depend(computation?: Computation): boolean;
  changed(): void;
  hasDependents(): boolean;
}

export interface Tracker {
  active: boolean;
  currentComputation: Computation | null;
  readonly Dependency: new () => Dependency;
  autorun(run: Run, options?: { onError?: (error: unknown) => void }): Computation;
  nonreactive<R>(run: () => R): R;
  withComputation<R>(computation: Computation | null, run: () => R): R;
  onInvalidate(callback: Run): void;
  afterFlush(callback: () => void): void;
  inFlush(): boolean;
  flush(): void;
}

interface Needs {
  /** Calls `run` soon, and not before this turn is over. */
  soon(run: () => void): void;
  debug(...args: unknown[]): void;
}

/** Meteor's `Tracker`: computations that run again when what they depend on changes. */
export function createTracker({ soon, debug }: Needs): Tracker {
  const pending: TrackedComputation[] = [];
  const afterwards: Array<() => void> = [];
  let willFlush = false;
  let flushing = false;
  let nextId = 1;

  function requireFlush(): void {
    if (willFlush) return;
    willFlush = true;
    soon(flush);
  }

  function flush(): void {
    if (flushing) throw new Error("Can't call Tracker.flush while flushing");
    flushing = true;
    try {
      while (pending.length > 0 || afterwards.length > 0) {
        const computation = pending.shift();
        if (computation) computation._recompute();
        else guarded('afterFlush', () => afterwards.shift()?.());
      }
    } finally {
      flushing = false;
      willFlush = false;
    }
  }

  function guarded(what: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      debug(`Exception from Tracker ${what} function:`, error);
    }
  }

  class TrackedComputation implements Computation {
    stopped = false;
    invalidated = false;
    firstRun = true;
    firstRunPromise: Promise<unknown> | undefined = undefined;
    readonly _id = nextId++;
    readonly _run: Run;
    readonly _onError: ((error: unknown) => void) | undefined;
    _recomputing = false;
    _onInvalidate: Run[] = [];
    _onStop: Run[] = [];

    constructor(run: Run, onError: ((error: unknown) => void) | undefined) {
      this._run = run;
      this._onError = onError;
      try {
        this._compute();
      } catch (error) {
        this.firstRun = false;
        this.stop();
        throw error;
      }
      this.firstRun = false;
    }

    onInvalidate(callback: Run): void {
      if (this.invalidated) tracker.nonreactive(() => callback(this));
      else this._onInvalidate.push(callback);
    }

    onStop(callback: Run): void {
      if (this.stopped) tracker.nonreactive(() => callback(this));
      else this._onStop.push(callback);
    }

    invalidate(): void {
      if (this.invalidated) return;
      if (!this._recomputing && !this.stopped) {
        pending.push(this);
        requireFlush();
      }
      this.invalidated = true;
      for (const callback of this._onInvalidate.splice(0)) {
        tracker.nonreactive(() => callback(this));
      }
    }

    stop(): void {
      if (this.stopped) return;
      this.stopped = true;
      this.invalidate();
      for (const callback of this._onStop.splice(0)) tracker.nonreactive(() => callback(this));
    }

    flush(): void {
      if (!this._recomputing) this._recompute();
    }

    run(): void {
      this.invalidate();
      this.flush();
    }

    _compute(): void {
      this.invalidated = false;
      const result = tracker.withComputation(this, () => this._run(this));
      if (this.firstRun) this.firstRunPromise = Promise.resolve(result);
    }

    _recompute(): void {
      this._recomputing = true;
      try {
        while (this.invalidated && !this.stopped) this._compute();
      } catch (error) {
        if (this._onError) this._onError(error);
        else debug('Exception from Tracker recompute function:', error);
      } finally {
        this._recomputing = false;
      }
    }
  }

  class TrackedDependency implements Dependency {
    readonly #dependents = new Set<Computation>();

    depend(computation: Computation | null | undefined = tracker.currentComputation): boolean {
      if (!computation || this.#dependents.has(computation)) return false;
      this.#dependents.add(computation);
      computation.onInvalidate(() => this.#dependents.delete(computation));
      return true;
    }

    changed(): void {
      for (const computation of [...this.#dependents]) computation.invalidate();
    }

    hasDependents(): boolean {
      return this.#dependents.size > 0;
    }
  }

  const tracker: Tracker = {
    active: false,
    currentComputation: null,
    Dependency: TrackedDependency,

    autorun(run, { onError } = {}) {
      const computation = new TrackedComputation(run, onError);
      if (tracker.active) tracker.onInvalidate(() => computation.stop());
      return computation;
    },
    nonreactive: (run) => tracker.withComputation(null, run),
    withComputation(computation, run) {
      const before = tracker.currentComputation;
      tracker.currentComputation = computation;
      tracker.active = computation !== null;
      try {
        return run();
      } finally {
        tracker.currentComputation = before;
        tracker.active = before !== null;
      }
    },
    onInvalidate(callback) {
      if (!tracker.currentComputation) {
        throw new Error('Tracker.onInvalidate requires a currentComputation');
      }
      tracker.currentComputation.onInvalidate(callback);
    },
    afterFlush(callback) {
      afterwards.push(callback);
      requireFlush();
    },
    inFlush: () => flushing,
    flush,
  };
  return tracker;
}
