import { distance } from 'fastest-levenshtein';

/** Names that begin like ours and are for others: Compose fills these into its file, the service does not read them. */
const ofOthers = ['SUBROSA_OWNER_PASSWORD', 'SUBROSA_APP_PASSWORD'];
const PREFIX = 'SUBROSA_';
/** Two letters changed, missing, added, or two neighbours swapped. */
const MAX_DISTANCE = 2;
/** In a short name two letters are half of it: other programs' names would be taken for ours. */
const MIN_LENGTH = 8;

/**
 * What is wrong with a variable's name, as a sentence: it begins like ours and is none of ours, or is nearly the name of one
 * that is not set. A setting that is silently not read would start something else than was meant.
 */
export function misspelling(
  environment: Readonly<Record<string, string>>,
  known: readonly string[],
): string | undefined {
  const missing = known.filter((name) => environment[name] === undefined);
  for (const [given, value] of Object.entries(environment)) {
    if (known.includes(given) || ofOthers.includes(given) || isOfKubernetes(given, value)) continue;
    const [meant] = missing.filter((name) => isNear(given, name));
    if (meant !== undefined) return `${given} is not read. Is ${meant} meant? Rename it, or unset it.`;
    if (!given.startsWith(PREFIX)) continue;
    const ours = known.filter((name) => name.startsWith(PREFIX));
    return `${given} is no setting of Subrosa. Unset it, or use one of: ${ours.join(', ')}.`;
  }
  return undefined;
}

const isNear = (given: string, name: string): boolean =>
  name.length >= MIN_LENGTH && distance(given.toUpperCase(), name) <= MAX_DISTANCE;

/** Kubernetes gives every process such variables for a Service, and ours may well be called subrosa. */
const isOfKubernetes = (name: string, value: string): boolean =>
  /_SERVICE_(HOST|PORT)|_PORT_\d+_(TCP|UDP|SCTP)/.test(name) || /^(tcp|udp|sctp):\/\//.test(value);
