import type { Labels } from '../core/release/labels.js';
import { formatInstant } from '../core/stix/format/timestamp.js';
import type { House } from './house.js';
import { requireObject } from './sight.js';

/** An object as the host sees it: its versions, where each stands, under which labels, and the newest text. */
export interface ShownObject {
  readonly id: string;
  readonly type: string;
  /** Slug; null: the host. */
  readonly originator: string | null;
  readonly versions: readonly {
    readonly version: string;
    readonly revoked: boolean;
    readonly places: readonly { readonly collection: string; readonly labels: Labels }[];
  }[];
  readonly content: unknown;
}

/** Errors: `object-unknown`. */
export const showObject = async (house: House, id: string): Promise<ShownObject> =>
  house.store.read(async (reader) => {
    const { object, versions } = await requireObject(reader, id);
    const aliases = new Map((await reader.collections.all()).map(({ num, alias }) => [num, alias]));
    const classes = new Map((await reader.matrix.classes()).map(({ num, labels }) => [num, labels]));
    const participants = await reader.registry.participants();
    const newest = versions.at(-1)?.version ?? 0;
    const body = (await reader.objects.bodies([newest])).get(newest) ?? 'null';
    return {
      id,
      type: object.type,
      originator: participants.find(({ num }) => num === object.originator)?.slug ?? null,
      versions: versions.map(({ instant, revoked, places }) => ({
        version: formatInstant(instant, 3),
        revoked,
        places: places.flatMap((place) => {
          const labels = classes.get(place.class);
          return labels ? [{ collection: aliases.get(place.collection) ?? '', labels }] : [];
        }),
      })),
      content: JSON.parse(body) as unknown,
    };
  });
