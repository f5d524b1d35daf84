import { isFieldName } from '../query-name';

/** Words stay; numbers become `<n>`, what holds digits or looks random `<id>`. */
export function maskWords(text: string): string {
  return text.replace(compounds, maskCompound);
}

/** A placeholder, which stays; or words, numbers and ids with what joins them. */
const compounds =
  /<(?:n|id|text|email|path|value|secret)>|[\p{L}\p{N}\p{M}_]+(?:[-.:+/=~%][\p{L}\p{N}\p{M}_]+)*/gu;
const words = /[\p{L}\p{N}\p{M}_]+/gu;

function maskCompound(compound: string): string {
  if (compound.startsWith('<')) return compound;
  if (!hasDigit.test(compound)) return compound.replace(words, maskLetters);
  if (numbers.test(compound)) return '<n>';
  if (time.test(compound)) return '<time>';
  if (hexadecimals.test(compound) || isRandom(compound)) return '<id>';
  return compound.replace(words, maskWord);
}

const hasDigit = /\p{N}/u;
/** Numbers, dates, versions, addresses. */
const numbers = /^[\d.:+/_%-]+$/;
const time = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z?$/;
/** UUIDs, object ids, IPv6 and MAC addresses. */
const hexadecimals = /^(?=.{8})[0-9a-f]+(?:[-:][0-9a-f]+)*$/i;

/** Long, with digits and upper-case letters all over: base64 and the like. */
function isRandom(compound: string): boolean {
  return compound.length >= 20 && turnsOf(compound) >= compound.length * 0.3;
}

function turnsOf(text: string): number {
  let turns = 0;
  for (let at = 1; at < text.length; at++) {
    if (kindOf(text.charCodeAt(at)) !== kindOf(text.charCodeAt(at - 1))) turns++;
  }
  return turns;
}

function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return 1;
  if (code >= 65 && code <= 90) return 2;
  return code >= 97 && code <= 122 ? 3 : 4;
}

function maskWord(word: string): string {
  if (!hasDigit.test(word)) return maskLetters(word);
  if (/^\d+$/.test(word)) return '<n>';
  if (known.test(word)) return word;
  const measured = measure.exec(word);
  return measured ? `<n>${measured[1]}` : '<id>';
}

const maskLetters = (word: string) => (isFieldName(word) ? word : '<id>');

/** Names with digits that everybody knows; error codes of MongoDB. */
const known = /^(?:E\d{4,5}|utf8|sha1|sha256|md5|base64|http2|ipv[46]|oauth2|v\d|s3)$/i;
const measure = /^\d+(ns|us|µs|ms|s|sec|min|m|h|d|B|kB|KB|MB|GB|px|st|nd|rd|th)$/;
