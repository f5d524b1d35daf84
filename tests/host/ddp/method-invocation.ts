import type { WriteFence } from './server-types';
import type { ConnectionHandle } from './types';

export interface MethodInvocationOptions {
  readonly name?: string;
  readonly isSimulation?: boolean;
  readonly unblock?: () => void;
  readonly isFromCallAsync?: boolean;
  readonly userId?: string | null;
  readonly setUserId?: (userId: string | null) => unknown;
  readonly connection?: ConnectionHandle | null;
  readonly randomSeed?: unknown;
  readonly fence?: WriteFence;
}

/** `this` of a method: who calls, on which connection, and how to go on. */
export class MethodInvocation {
  readonly name: string | undefined;
  readonly isSimulation: boolean;
  readonly _unblock: () => void;
  _calledUnblock = false;
  readonly _isFromCallAsync: boolean | undefined;
  userId: string | null;
  readonly _setUserId: (userId: string | null) => unknown;
  readonly connection: ConnectionHandle | null;
  readonly randomSeed: unknown;
  randomStream: unknown = null;
  readonly fence: WriteFence | undefined;

  constructor(options: MethodInvocationOptions) {
    this.name = options.name;
    this.isSimulation = options.isSimulation as boolean;
    this._unblock = options.unblock ?? (() => {});
    this._isFromCallAsync = options.isFromCallAsync;
    this.userId = options.userId as string | null;
    this._setUserId = options.setUserId ?? (() => {});
    this.connection = options.connection as ConnectionHandle | null;
    this.randomSeed = options.randomSeed;
    this.fence = options.fence;
  }

  /** Lets the client's next message start before this method is done. */
  unblock(): void {
    this._calledUnblock = true;
    this._unblock();
  }

  async setUserId(userId: string | null): Promise<void> {
    if (this._calledUnblock) {
      throw new Error("Can't call setUserId in a method after calling unblock");
    }
    this.userId = userId;
    await this._setUserId(userId);
  }
}
