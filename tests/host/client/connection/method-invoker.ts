import type { Frame } from '../../ddp/types';
import type { Connection, Result } from './types';

interface InvokerOptions {
  readonly methodId: string;
  readonly callback: Result;
  readonly connection: Connection;
  readonly onResultReceived?: Result | undefined;
  readonly wait: boolean;
  readonly message: Frame;
  readonly noRetry: boolean;
}

/**
 * One call that is on its way. Its caller hears of it when both are there: the
 * result, and the data that the method wrote.
 */
export class MethodInvoker {
  readonly methodId: string;
  sentMessage = false;
  readonly noRetry: boolean;
  _callback: Result;
  readonly _connection: Connection;
  readonly _message: Frame;
  _onResultReceived: Result;
  readonly _wait: boolean;
  _methodResult: [error: unknown, result: unknown] | null = null;
  _dataVisible = false;

  constructor(options: InvokerOptions) {
    this.methodId = options.methodId;
    this.noRetry = options.noRetry;
    this._callback = options.callback;
    this._connection = options.connection;
    this._message = options.message;
    this._onResultReceived = options.onResultReceived ?? (() => {});
    this._wait = options.wait;
    this._connection._methodInvokers[this.methodId] = this;
  }

  /** Sends it, or sends it again over the next session. */
  sendMessage(): void {
    if (this.gotResult()) throw new Error('sendingMethod is called on method with result');
    this._dataVisible = false;
    this.sentMessage = true;
    if (this._wait) this._connection._methodsBlockingQuiescence[this.methodId] = true;
    this._connection._send(this._message);
  }

  receiveResult(error: unknown, result?: unknown): void {
    if (this.gotResult()) throw new Error('Methods should only receive results once');
    this._methodResult = [error, result];
    this._onResultReceived(error, result);
    this._maybeInvokeCallback();
  }

  dataVisible(): void {
    this._dataVisible = true;
    this._maybeInvokeCallback();
  }

  gotResult(): boolean {
    return this._methodResult !== null;
  }

  _maybeInvokeCallback(): void {
    if (!this._methodResult || !this._dataVisible) return;
    const [error, result] = this._methodResult;
    this._callback(error, result);
    delete this._connection._methodInvokers[this.methodId];
    this._connection._outstandingMethodFinished();
  }
}
