/** Words that carry no meaning of their own in a wish for an app. */
const STOP = new Set(
  (
    'a about add all also am an and any app application are as at be break build by can chart charts compare create dashboard data details ' +
    'different display do each every find for from general get give graph graphs have here how i in info information into is it its just ' +
    'let like list look make me my need new of on one only or our out overview page per please plot report screen see show showing shown ' +
    'some split table tables than that the their them then there these they thing this those to too up us use using view visualise ' +
    'visualize want we what when where which who will with would you your across against along between during number numbers over versus vs ' +
    'including include plus well breakdown now still both should could single whole entire complete full nice simple good great ' +
    'kpi kpis tile tiles headline figure figures'
  ).split(' '),
);

/** Words of labels that say how something is counted, not what: "Total revenue" is asked for as "revenue". */
const GENERIC = new Set(
  'total number count average avg mean sum amount value rate share unique distinct overall percentage ratio name'.split(' '),
);

/** What people say, and what models call it. Tried only when the catalog has no such word itself. */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  sale: ['revenue', 'income', 'turnover', 'fare'],
  revenue: ['sale', 'income', 'turnover', 'fare'],
  turnover: ['revenue', 'sale', 'income'],
  income: ['revenue', 'sale'],
  earning: ['revenue', 'income', 'profit'],
  purchase: ['order', 'sale'],
  order: ['purchase', 'transaction'],
  transaction: ['order', 'purchase'],
  client: ['customer', 'account'],
  buyer: ['customer'],
  customer: ['client', 'account', 'member', 'user'],
  user: ['customer', 'member', 'visitor'],
  member: ['customer', 'user', 'subscriber'],
  rider: ['member'],
  ride: ['trip'],
  journey: ['trip'],
  trip: ['ride'],
  visit: ['session'],
  traffic: ['session', 'visit'],
  session: ['visit'],
  conversion: ['converted'],
  article: ['product', 'item'],
  item: ['product'],
  unit: ['piece', 'quantity'],
  piece: ['quantity', 'unit'],
  product: ['article'],
  profit: ['margin'],
  aov: ['order'],
  type: ['plan', 'kind', 'segment', 'category', 'class', 'tier', 'group'],
  kind: ['type', 'category'],
  area: ['region', 'district'],
  territory: ['region'],
  market: ['region', 'country'],
  neighbourhood: ['district'],
  neighborhood: ['district'],
  source: ['channel'],
  platform: ['device'],
  length: ['duration', 'minute'],
  duration: ['minute', 'length'],
  dock: ['station'],
  return: ['returned'],
};

/** Lower case, without accents, a plural's ending cut off. */
export function stem(word: string): string {
  const plain = word.toLowerCase().normalize('NFKD').replaceAll(/\p{M}/gu, '');
  if (plain.length > 4 && plain.endsWith('ies')) return `${plain.slice(0, -3)}y`;
  if (plain.length > 4 && /(ss|sh|ch|x)es$/.test(plain)) return plain.slice(0, -2);
  return plain.length > 3 && /[^sui]s$/.test(plain) ? plain.slice(0, -1) : plain;
}

/** Every word, stemmed: "Top customers" → top, customer. */
export function words(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u).flatMap((word) => (word === '' ? [] : [stem(word)]));
}

export const isStop = (word: string): boolean => STOP.has(word) || STOP.has(`${word}s`);
export const isGeneric = (word: string): boolean => GENERIC.has(word);
export const synonymsOf = (word: string): readonly string[] => SYNONYMS[word] ?? [];
/** The words of a wish that mean something. */
export const meaningful = (text: string): string[] => words(text).filter((word) => !isStop(word) && word.length > 1);

/** A label inside a sentence: "Sales channel" → "sales channel"; an acronym and a name in its own spelling stay. */
export const inSentence = (label: string): string =>
  label.replaceAll(/(?<![\p{L}\p{N}])\p{Lu}\p{Ll}+(?![\p{L}\p{N}])/gu, (word) => word.toLowerCase());

/** Many of what a label names, inside a sentence: "Customer name" → "customers". Plain English only. */
export function manyOf(label: string): string {
  const one = inSentence(label).replace(/(?<=\S)\s+name$/, '');
  if (!/[a-z]$/.test(one) || /[^sui]s$/.test(one)) return one;
  if (/[^aeiou]y$/.test(one)) return `${one.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(one) ? `${one}es` : `${one}s`;
}

/** "Revenue, orders and units". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** Labels as the start of a sentence: "Revenue and orders". */
export const listedLabels = (labels: readonly string[]): string =>
  listed(labels.map((label, index) => (index === 0 ? label : inSentence(label))));
