/** A value that a field may not hold, or that only few may, as JSON text. */
export interface BadValue {
  what: string;
  text: string;
  /** Refused in every field, before any schema is asked. */
  unsafe: boolean;
}

const DEEP = 10_000;

const wrong: Record<string, string> = {
  'a number': '5',
  'a negative number': '-1',
  'a fraction': '1.5',
  'a number of more than 32 bits': '2147483648',
  'a huge number': '99999999999999999999',
  'an infinite number': '1e999',
  true: 'true',
  null: 'null',
  'an empty list': '[]',
  'a list of text': '["x"]',
  'a list of null': '[null]',
  'an empty object': '{}',
  'an object': '{"a":1}',
  'an object like a list': '{"length":1000000000,"0":"x"}',
  'an object like text': '{"toString":"x","valueOf":"x"}',
  'empty text': '""',
  'blank text': '" \\n\\t "',
  'text of 200,001 characters': `"${'x'.repeat(200_001)}"`,
  'text that is a path': '"../../etc/passwd"',
  'text that is SQL': '"\' OR 1=1; --"',
};

const unsafe: Record<string, string> = {
  NUL: '"a\\u0000b"',
  'a lone high surrogate': '"a\\ud800"',
  'a lone low surrogate': '"\\udc00b"',
  'NUL in a list': '["a\\u0000b"]',
  'a lone surrogate in an object': '{"a":"\\ud800"}',
  'a lone surrogate as a key': '{"\\ud800":1}',
  ['__proto__']: '{"__proto__":{"isAdmin":true}}',
  constructor: '{"constructor":{"prototype":{"isAdmin":true}}}',
  prototype: '{"prototype":{}}',
  '__proto__ in a list': '[{"__proto__":null}]',
  'lists 100 deep': '['.repeat(100) + ']'.repeat(100),
  'lists 10,000 deep': '['.repeat(DEEP) + ']'.repeat(DEEP),
  'objects 10,000 deep': `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
};

const listed = (values: Record<string, string>, isUnsafe: boolean): BadValue[] =>
  Object.entries(values).map(([what, text]) => ({ what, text, unsafe: isUnsafe }));

/** What every field of every input is fed. */
export const badValues: readonly BadValue[] = [...listed(wrong, false), ...listed(unsafe, true)];

/** What a parameter of an address is fed, percent-encoded as it goes over the wire. */
export const badParameters: Readonly<Record<string, string>> = {
  empty: '',
  NUL: 'a%00b',
  'a stray percent sign': '%',
  'a malformed escape': '%zz',
  'bytes that are not UTF-8': '%ff%fe',
  'an encoded surrogate': '%ED%A0%80',
  'an overlong encoding': '%c0%80',
  'a number': '5',
  'a negative number': '-1',
  'a fraction': '1.5',
  'a number in exponent form': '1e3',
  'a hexadecimal number': '0x10',
  'a number of more than 32 bits': '2147483648',
  'a huge number': '9'.repeat(300),
  'not a number': 'NaN',
  'a path': '..%2f..%2fetc%2fpasswd',
  null: 'null',
  brackets: '%5B%5D',
  'six hundred characters': 'x'.repeat(600),
  'a long id': '01900000-0000-7000-8000-00000000ffff'.repeat(20),
};
