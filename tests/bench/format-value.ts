import type { Unit } from './bench-table';

/** 1,234 ns is 1.2 µs. */
export function formatValue(value: number, unit: Unit): string {
  if (unit === 'percent') return `${value.toFixed(3)} %`;
  if (unit === 'bytes') return value < 1024 ? `${value.toFixed(0)} B` : kib(value);
  if (value < 1_000) return `${value.toFixed(1)} ns`;
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} µs`;
  return `${(value / 1e6).toFixed(1)} ms`;
}

const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
