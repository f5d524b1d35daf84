import type { MethodCall } from './method-call';

/**
 * A client's calls until both of their messages are out, by message id. Most
 * clients have one at a time, which needs no map: one that is emptied with
 * every call makes a new table each time, which costs as much as all the rest.
 */
export class OpenCalls {
  private only: MethodCall | undefined;
  private others: Map<string, MethodCall> | undefined;

  get(id: unknown): MethodCall | undefined {
    const { only } = this;
    if (only && only.client?.messageId === id) return only;
    return this.others?.get(id as string);
  }

  /** Adds a call; there is none with its id. */
  add(id: string, call: MethodCall): void {
    if (!this.only) {
      this.only = call;
      return;
    }
    this.others ??= new Map();
    this.others.set(id, call);
  }

  /** Takes out this call, not another one with its id. */
  remove(id: string, call: MethodCall): void {
    if (this.only === call) this.only = undefined;
    else if (this.others?.get(id) === call) this.others.delete(id);
  }
}
