const minute = 60_000;

/** A moment in the operator's own time zone: `14:03:20` today, else with the day. */
export function timeText(at: number, nowMs = Date.now()): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB');
  return date.toDateString() === new Date(nowMs).toDateString() ? time : `${dayText(at)}, ${time}`;
}

/** `28 Nov`. */
export function dayText(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** How long ago, as one says it: `just now`, `12 min ago`, `3 h ago`, `5 d ago`. */
export function agoText(at: number, nowMs = Date.now()): string {
  const ms = nowMs - at;
  if (ms < minute) return 'just now';
  if (ms < 100 * minute) return `${Math.round(ms / minute)} min ago`;
  if (ms < 48 * 60 * minute) return `${Math.round(ms / 60 / minute)} h ago`;
  return `${Math.round(ms / 24 / 60 / minute)} d ago`;
}

/** What stands at a tick of a time axis whose ticks are so many seconds apart: `14:05`, `14:05:30`, `28 Nov`. */
export function tickText(at: number, stepS: number): string {
  const date = new Date(at);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0 && date.getSeconds() === 0;
  if (isMidnight) return dayText(at);
  const second = stepS < 60 ? ({ second: '2-digit' } as const) : {};
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...second });
}
