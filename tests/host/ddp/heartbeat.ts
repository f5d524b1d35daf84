import type { MeteorCore } from '../meteor/meteor';
import type { Heartbeat } from './types';

export interface HeartbeatOptions {
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly sendPing: () => void;
  readonly onTimeout: () => void;
}

export type HeartbeatClass = new (options: HeartbeatOptions) => Heartbeat;

type Timers = Pick<MeteorCore, 'setInterval' | 'clearInterval' | 'setTimeout' | 'clearTimeout'>;

/**
 * Pings a client that was silent for `heartbeatInterval` ms, and gives it up
 * when it says nothing for another `heartbeatTimeout` ms.
 */
export function createHeartbeat(Meteor: Timers): HeartbeatClass {
  return class Heartbeat {
    readonly heartbeatInterval: number;
    readonly heartbeatTimeout: number;
    readonly _sendPing: () => void;
    readonly _onTimeout: () => void;
    _seenPacket = false;
    _heartbeatIntervalHandle: NodeJS.Timeout | null = null;
    _heartbeatTimeoutHandle: NodeJS.Timeout | null = null;

    constructor(options: HeartbeatOptions) {
      this.heartbeatInterval = options.heartbeatInterval;
      this.heartbeatTimeout = options.heartbeatTimeout;
      this._sendPing = options.sendPing;
      this._onTimeout = options.onTimeout;
    }

    stop(): void {
      this._clearHeartbeatIntervalTimer();
      this._clearHeartbeatTimeoutTimer();
    }

    start(): void {
      this.stop();
      this._startHeartbeatIntervalTimer();
    }

    _startHeartbeatIntervalTimer(): void {
      this._heartbeatIntervalHandle = Meteor.setInterval(
        () => this._heartbeatIntervalFired(),
        this.heartbeatInterval,
      );
    }

    _startHeartbeatTimeoutTimer(): void {
      this._heartbeatTimeoutHandle = Meteor.setTimeout(
        () => this._heartbeatTimeoutFired(),
        this.heartbeatTimeout,
      );
    }

    _clearHeartbeatIntervalTimer(): void {
      if (!this._heartbeatIntervalHandle) return;
      Meteor.clearInterval(this._heartbeatIntervalHandle);
      this._heartbeatIntervalHandle = null;
    }

    _clearHeartbeatTimeoutTimer(): void {
      if (!this._heartbeatTimeoutHandle) return;
      Meteor.clearTimeout(this._heartbeatTimeoutHandle);
      this._heartbeatTimeoutHandle = null;
    }

    _heartbeatIntervalFired(): void {
      if (!this._seenPacket && !this._heartbeatTimeoutHandle) {
        this._sendPing();
        this._startHeartbeatTimeoutTimer();
      }
      this._seenPacket = false;
    }

    _heartbeatTimeoutFired(): void {
      this._heartbeatTimeoutHandle = null;
      this._onTimeout();
    }

    messageReceived(): void {
      this._seenPacket = true;
      this._clearHeartbeatTimeoutTimer();
    }
  };
}
