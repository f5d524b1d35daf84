import type { Resource } from '../../../common/resource';
import type { Message } from './protobuf';

/** Attributes as OTLP wants them: whole numbers apart from others. */
export function keyValues(
  attributes: Readonly<Record<string, string | number | boolean | undefined>>,
): readonly Message[] {
  const list: Message[] = [];
  for (const key in attributes) {
    const value = attributes[key];
    if (value !== undefined) list.push({ key, value: anyValue(value) });
  }
  return list;
}

export function anyValue(value: string | number | boolean): Message {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
}

/** Who sends, in the words of the semantic conventions. */
export function resourceAttributes(resource: Resource): readonly Message[] {
  return keyValues({
    'service.name': resource.service,
    'service.version': resource.release,
    'service.instance.id': resource.instance,
    'deployment.environment.name': resource.environment,
    'host.name': resource.host,
    'process.pid': resource.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': resource.nodeVersion,
    'meteor.release': resource.meteorRelease,
    'meteor.platform': resource.platform,
  });
}

/** Epoch milliseconds as nanoseconds, in decimal text: a number cannot hold them exactly. */
export function nanos(ms: number): string {
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1_000_000)));
}
