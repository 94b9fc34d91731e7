/**
 * A small corpus that writes itself: sentences from templates, with names of places, people and
 * companies put in. Many names are both (Paris Hilton went to Paris), every sentence begins with a
 * capital, and a part of the names and of the templates occurs only in the sentences held out, so
 * that neither capitals nor a list of names can answer.
 */
import { type Random, random } from "../../src/numeric/random.js";
import type { Sentence, Token } from "./conll.js";

const PLACES =
  "Paris London Berlin Madrid Lisbon Vienna Prague Warsaw Dublin Oslo Helsinki Athens Cairo Nairobi Lagos Tokyo Seoul Delhi Mumbai Bangkok Jakarta Lima Bogota Havana Toronto Montreal Boston Chicago Denver Seattle Dallas Houston Austin Phoenix Jordan Georgia Florence Sydney Chelsea Victoria Charlotte Lincoln Washington Jackson Madison Spain Portugal Austria Poland Kenya Peru Chile Brazil Canada Norway Finland Greece Turkey Egypt India Japan Korea Mexico Cuba Iceland Malta Cyprus Nepal Rwanda Ghana Morocco Naples Venice Geneva Zurich Munich Hamburg Porto Seville Krakow Bergen Malmo Quito Cusco Osaka Kyoto".split(
    " ",
  );
const LONG_PLACES = [
  "New York",
  "San Marino",
  "Cape Town",
  "Hong Kong",
  "Sri Lanka",
  "Costa Rica",
  "New Delhi",
  "Los Angeles",
];
const FIRST_NAMES =
  "Paris Sydney Chelsea Victoria Charlotte Florence Georgia Jordan Austin Madison Dallas Samuel Anna Maria Peter James Laura Emma David Thomas Julia Martin Oscar Nina Clara Hugo Leon Ruth Alice Simon Paula Victor Irene Felix".split(
    " ",
  );
const LAST_NAMES =
  "Hilton Washington Lincoln Jackson Houston London Berlin Madison Quinn Miller Weber Rossi Garcia Novak Silva Jensen Kim Tanaka Okafor Brown Clark Lewis Walker Young Allen King Wright Scott Adams Baker Hall Rivera".split(
    " ",
  );
const COMPANIES =
  "Orion Vertex Helios Nimbus Austin Phoenix Denver Atlas Meridian Quanta Solaris Lumen Apex Zenith".split(" ");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");
const THINGS = "museums streets parks bridges markets churches gardens cafes theatres squares".split(" ");
const QUALITIES = "amazing lovely crowded quiet famous beautiful old busy cheap empty".split(" ");
const JOBS = "engineer teacher doctor painter lawyer singer nurse writer".split(" ");

/** `@place` and the like are put in; everything else stands as it is. */
const TEMPLATES = [
  "The @things in @place are @quality .",
  "The @things of @place were @quality last @day .",
  "We flew from @place to @place on @day .",
  "@person lives in @place .",
  "@person moved from @place to @place in @month .",
  "@person was born in @place in @month 1989 .",
  "The train to @place leaves at noon .",
  "@place is a @quality city .",
  "@place and @place signed a treaty in @month .",
  "It rained in @place all @day .",
  "She studied near @place for two years .",
  "They drove through @place to the coast .",
  "@person , an @job from @place , won the prize .",
  "The capital of @place is @quality in @month .",
  "@person said that the plan was @quality .",
  "@person met @person on @day .",
  "Last night , @person sang for an hour .",
  "On @day @person called the @job .",
  "@company hired @person in @month .",
  "Shares of @company rose on @day .",
  "@company and @company agreed on a price .",
  "The @job told @person to wait .",
  "In @month , @company opened an office in @place .",
  "@person works for @company .",
  "A @job of @company spoke to @person .",
  "The book by @person is @quality .",
  "Her friend @person plays the piano .",
  "Nobody at @company knew why .",
  "My uncle @person keeps bees .",
  "The @things are @quality in @month .",
  "We saw the @job on @day .",
] as const;

/** Only in sentences that are held out. */
const UNSEEN_TEMPLATES = [
  "Two @things near @place were closed in @month .",
  "@person took the bus from @place .",
  "@person wowed the crowd on @day .",
  "The @job of @place thanked @person .",
  "A letter from @person reached @company .",
  "Winters in @place are @quality .",
] as const;

export interface Corpus {
  readonly train: readonly Sentence[];
  readonly heldOut: readonly Sentence[];
}

interface Names {
  readonly places: readonly string[];
  readonly people: readonly string[];
  readonly families: readonly string[];
  readonly companies: readonly string[];
}

/** The part of each list of names that training sees. */
const SEEN = 0.7;

/** Sentences for training and for the judgement of it, the same ones for the same seed. */
export function writtenCorpus(seed: number, train = 1500, heldOut = 500): Corpus {
  const source = random(seed);
  const all: Names = {
    places: [...PLACES, ...LONG_PLACES],
    people: FIRST_NAMES,
    families: LAST_NAMES,
    companies: COMPANIES,
  };
  const part = (list: readonly string[]) => source.shuffled(list).slice(0, Math.ceil(list.length * SEEN));
  const seen: Names = {
    places: [...new Set(["Paris", ...part(all.places)])],
    people: part(all.people),
    families: part(all.families),
    companies: part(all.companies),
  };
  return {
    train: Array.from({ length: train }, () => sentence(source.pick(TEMPLATES), seen, source)),
    heldOut: Array.from({ length: heldOut }, () =>
      sentence(source.pick([...TEMPLATES, ...UNSEEN_TEMPLATES]), all, source),
    ),
  };
}

/** A template with names put in, word by word. */
function sentence(template: string, names: Names, source: Random): Sentence {
  const tokens: Token[] = [];
  const put = (text: string, isLocation = false): void => {
    for (const word of text.split(" ")) tokens.push({ word, isLocation });
  };
  for (const slot of template.split(" ")) {
    if (slot === "@place") put(source.pick(names.places), true);
    else if (slot === "@person") put(person(names, source));
    else if (slot === "@company") put(source.pick(names.companies));
    else if (slot === "@month") put(source.pick(MONTHS));
    else if (slot === "@day") put(source.pick(DAYS));
    else if (slot === "@things") put(source.pick(THINGS));
    else if (slot === "@quality") put(source.pick(QUALITIES));
    else if (slot === "@job") put(source.pick(JOBS));
    else put(slot);
  }
  return tokens;
}

/** A first name, a family name, or both. */
function person({ people, families }: Names, source: Random): string {
  const way = source.next();
  if (way < 0.2) return source.pick(people);
  if (way < 0.35) return source.pick(families);
  return `${source.pick(people)} ${source.pick(families)}`;
}
