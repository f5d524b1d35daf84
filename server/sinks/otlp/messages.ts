import type { MessageType } from './protobuf';

/** Messages of OTLP 1.x that are written: field numbers from the official definitions. */
const anyValue: MessageType = {
  stringValue: [1, 'string'],
  boolValue: [2, 'bool'],
  intValue: [3, 'int64'],
  doubleValue: [4, 'double'],
};

const keyValue: MessageType = { key: [1, 'string'], value: [2, anyValue] };

export const resource: MessageType = { attributes: [1, keyValue] };

export const scope: MessageType = { name: [1, 'string'], version: [2, 'string'] };

const exemplar: MessageType = {
  timeUnixNano: [2, 'fixed64'],
  asDouble: [3, 'double'],
  spanId: [4, 'hex'],
  traceId: [5, 'hex'],
};

export const numberPoint: MessageType = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  asDouble: [4, 'double'],
  attributes: [7, keyValue],
};

export const histogramPoint: MessageType = {
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  bucketCounts: [6, 'packedFixed64'],
  explicitBounds: [7, 'packedDouble'],
  exemplars: [8, exemplar],
  attributes: [9, keyValue],
  min: [11, 'double'],
  max: [12, 'double'],
};

export const exponentialPoint: MessageType = {
  attributes: [1, keyValue],
  startTimeUnixNano: [2, 'fixed64'],
  timeUnixNano: [3, 'fixed64'],
  count: [4, 'fixed64'],
  sum: [5, 'double'],
  scale: [6, 'sint32'],
  zeroCount: [7, 'fixed64'],
  positive: [8, { offset: [1, 'sint32'], bucketCounts: [2, 'packedUint64'] }],
  exemplars: [11, exemplar],
  min: [12, 'double'],
  max: [13, 'double'],
  zeroThreshold: [14, 'double'],
};

/** A metric without its points. */
export const metricHead: MessageType = {
  name: [1, 'string'],
  description: [2, 'string'],
  unit: [3, 'string'],
};

/** The kinds of data a metric has: the field of the metric, and what it holds beside points. */
export const dataFields = {
  gauge: 5,
  sum: 7,
  histogram: 9,
  exponentialHistogram: 10,
} as const;

export const dataTail: MessageType = {
  aggregationTemporality: [2, 'uint32'],
  isMonotonic: [3, 'bool'],
};

export const span: MessageType = {
  traceId: [1, 'hex'],
  spanId: [2, 'hex'],
  parentSpanId: [4, 'hex'],
  name: [5, 'string'],
  kind: [6, 'uint32'],
  startTimeUnixNano: [7, 'fixed64'],
  endTimeUnixNano: [8, 'fixed64'],
  attributes: [9, keyValue],
  droppedAttributesCount: [10, 'uint32'],
  status: [15, { message: [2, 'string'], code: [3, 'uint32'] }],
};

export const logRecord: MessageType = {
  timeUnixNano: [1, 'fixed64'],
  severityNumber: [2, 'uint32'],
  severityText: [3, 'string'],
  body: [5, anyValue],
  attributes: [6, keyValue],
  traceId: [9, 'hex'],
  observedTimeUnixNano: [11, 'fixed64'],
};
