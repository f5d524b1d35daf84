import { Counter, Histogram, Registry } from 'prom-client';

/** A registry of prom-client of its own, so that a bench can run again. */
export function promRegistry() {
  const registers = [new Registry()];
  return {
    registers,
    counter: (name: string, labelNames: string[]) =>
      new Counter({ name, help: name, labelNames, registers }),
  };
}

/** With the eleven buckets it comes with, unless others are given. */
export function promHistogram(
  { registers }: ReturnType<typeof promRegistry>,
  name: string,
  labelNames: string[],
  buckets?: number[],
) {
  const more = buckets ? { buckets } : {};
  return new Histogram({ name, help: name, labelNames, registers, ...more });
}
