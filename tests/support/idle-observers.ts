class Driver {
  readonly _usesOplog = true;
  looked = 0;
  _handleOplogEntrySteadyOrFetching(_op?: object) {
    this.looked++;
  }
}

class Multiplexer {
  readonly _observeDriver = new Driver();
  _ready() {
    return true;
  }
  _applyCallback() {}
  removeHandle() {}
  _stop() {}
}

/**
 * A class of connections whose queries are never made: their observers are to
 * be counted, not to work. Each call gives another class, as agents patch it.
 */
export function idleObservers() {
  return class Connection {
    readonly multiplexers: Multiplexer[] = [];

    async _observeChanges(_description: object, _ordered: boolean, _callbacks: object) {
      const multiplexer = new Multiplexer();
      this.multiplexers.push(multiplexer);
      return { _id: this.multiplexers.length, _multiplexer: multiplexer };
    }
  };
}
