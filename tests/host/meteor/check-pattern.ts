/** Patterns that are more than a literal, a constructor or a shape. */
export class Optional {
  constructor(readonly pattern: unknown) {}
}

export class Maybe {
  constructor(readonly pattern: unknown) {}
}

export class OneOf {
  constructor(readonly choices: readonly unknown[]) {
    if (choices.length === 0) throw new Error('Must provide at least one choice to Match.OneOf');
  }
}

export class Where {
  constructor(readonly condition: (value: unknown) => unknown) {}
}

export class ObjectIncluding {
  constructor(readonly pattern: object) {}
}

export class ObjectWithValues {
  constructor(readonly pattern: unknown) {}
}

/** `Match.Any` and `Match.Integer` are compared by identity. */
export const ANY: readonly unknown[] = ['__any__'];
export const INTEGER: readonly unknown[] = ['__integer__'];
