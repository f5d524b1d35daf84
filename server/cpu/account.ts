import type { CpuLabel, CpuOwner, SliceAccount } from '../../common/stopwatch';

/** Where the slices of one name go, in order and with their times. */
export interface SliceTaker {
  add(index: number, from: number, to: number): void;
}

/** All that one name had of the CPU while it was looked at. */
export class Account implements CpuOwner, SliceAccount {
  /** Of turns that are its own, not those of its calls and observers. */
  cpuMs = 0;
  /** Of all. */
  sliceMs = 0;

  constructor(
    readonly label: CpuLabel,
    /** Its place among all accounts. */
    readonly index: number,
    private readonly slices: SliceTaker | undefined,
  ) {}

  add(from: number, to: number): void {
    this.sliceMs += to - from;
    this.slices?.add(this.index, from, to);
  }
}
