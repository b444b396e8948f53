import { openTrack } from '../../exchange/open-track.js';
import { tracksOf } from '../participant-answer.js';
import { group, plan } from '../plan.js';

const trackList = plan({
  name: 'list',
  summary: 'show the lines of dealing',
  examples: ['parley track list'],
  answer: '{tracks: [NAME]}',
  run: (shell) =>
    shell.house(async (house) => {
      const tracks = await tracksOf(house);
      return shell.answer({ tracks }, () => ({
        text: tracks.join('\n'),
        next: 'tier set SLUG --track TRACK --tier TIER --by OPERATOR --reason TEXT',
      }));
    }),
});

const trackAdd = plan<unknown, [name: string]>({
  name: 'add',
  summary: 'add a line of dealing; every partner starts closed on it',
  shape: (command) => command.argument('<name>', 'short name: a-z, 0-9 and -'),
  examples: ['parley track add health'],
  answer: '{tracks: [NAME]}',
  run: (shell, _options, name) =>
    shell.house(async (house) => {
      const tracks = await openTrack(house, name);
      return shell.answer({ tracks }, () => ({
        text: tracks.join('\n'),
        next: `collection add ALIAS --title TITLE --track ${name}`,
      }));
    }),
});

export const track = group('track', 'lines of dealing, each with its own trust', [trackList, trackAdd]);
