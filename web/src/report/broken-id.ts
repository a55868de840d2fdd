/** What became of the id of a click on its way through a network, and what to do. Pure. */

interface BrokenIdWords {
  readonly short: string;
  readonly what: string;
  readonly todo: string;
}

export const BROKEN_ID_WORDS: Readonly<Record<'truncated' | 'damaged', BrokenIdWords>> = {
  truncated: {
    short: 'The network cut the id of the click: no rule can say what is left of it',
    what: 'The script wrote an id of 20 characters into the link; the network or the advertiser kept only its beginning. Where one click alone begins so, the line is attributed to it all the same.',
    todo: 'A rule would be about this one line. Ask the network how long a sub-id may be, and shorten your own text before the id.',
  },
  damaged: {
    short: 'A character of the click id was changed on the way: no rule can say what it was',
    what: 'It has the form of a click id, but one of its characters is not the one that was sent, so it names no click, and no other one is guessed.',
    todo: 'A rule would be about this one line. Look whether something between your page and the network rewrites the sub-id: a link shortener, a spreadsheet, a cloaking plugin.',
  },
};
