/** Levels of the traffic light protocol, from the least to the most restrictive. TLP 1 `white` is `clear`. */
export const TLP_LEVELS = ['clear', 'green', 'amber', 'amber+strict', 'red'] as const;

export type TlpLevel = (typeof TLP_LEVELS)[number];

/** Levels of the permissible actions protocol, from the least to the most restrictive. `white` is `clear`. */
export const PAP_LEVELS = ['clear', 'green', 'amber', 'red'] as const;

export type PapLevel = (typeof PAP_LEVELS)[number];

export const TLP2_EXTENSION_ID = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/** The standard's TLP 1 markings (STIX 7.2.1.4): "The following standard marking definitions MUST be used". */
export const TLP1_MARKINGS: ReadonlyMap<string, TlpLevel> = new Map([
  ['marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9', 'clear'],
  ['marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da', 'green'],
  ['marking-definition--f88d31f6-486f-44da-b317-01333bde0b82', 'amber'],
  ['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed', 'red'],
]);

/** The TLP 2.0 markings of the OASIS extension. Their ids differ from those of TLP 1 for the same colour. */
export const TLP2_MARKINGS: ReadonlyMap<string, TlpLevel> = new Map([
  ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487', 'clear'],
  ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb', 'green'],
  ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421', 'amber'],
  ['marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003', 'amber+strict'],
  ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1', 'red'],
]);

export const PAP_EXTENSION_ID = 'extension-definition--f8d78575-edfd-406e-8e84-6162a8450f5b';

/** The PAP markings of the OASIS common objects (extension f8d78575), by CISA. */
export const PAP_MARKINGS: ReadonlyMap<string, PapLevel> = new Map([
  ['marking-definition--a3bea94c-b469-41dc-9cfe-d6e7daba7730', 'clear'],
  ['marking-definition--ad15a0cd-55b6-4588-a14c-a66105329b92', 'clear'],
  ['marking-definition--c43594d1-4b11-4c59-93ab-1c9b14d53ce9', 'green'],
  ['marking-definition--60f8932b-e51e-4458-b265-a2e8be9a80ab', 'amber'],
  ['marking-definition--740d36e5-7714-4c30-961a-3ae632ceee0e', 'red'],
]);

/** The level that a word names, in any case; undefined if it names none. */
export const tlpLevelOf = (word: string): TlpLevel | undefined => {
  const level = word.toLowerCase();
  return level === 'white' ? 'clear' : TLP_LEVELS.find((known) => known === level);
};

export const papLevelOf = (word: string): PapLevel | undefined => {
  const level = word.toLowerCase();
  return level === 'white' ? 'clear' : PAP_LEVELS.find((known) => known === level);
};
