import { describe, expect, it } from 'vitest';
import type { NameDecision } from '../../../src/domain/roll-call/name-match.ts';
import { createRollCall } from '../../../src/domain/roll-call/roll-call.ts';
import { nameFolding } from '../../../src/names/folding.ts';

/** A roster in short: a person's name, then aliases, parted by `=`. Ids are the places in the list, from 0. */
const rollCallOf = (...people: string[]) =>
  createRollCall(
    people.map((person, index) => {
      const [name = '', ...aliases] = person.split(' = ');
      return { id: String(index), name, aliases };
    }),
    nameFolding,
  );

type Row = [roster: string[], seen: string, decision: NameDecision, personIds: string[]];

const ana = ['Ana Silva', 'Robert Smith'];

const tables: Record<string, Row[]> = {
  'the whole name, however it is written': [
    [ana, 'Ana Silva', 'likely', ['0']],
    [ana, '  aNA   SILVA ', 'likely', ['0']],
    [ana, 'Ana Sílvá', 'likely', ['0']],
    [ana, 'Ａｎａ Ｓｉｌｖａ', 'likely', ['0']],
    [ana, '𝐀𝐧𝐚 𝐒𝐢𝐥𝐯𝐚', 'likely', ['0']],
    [ana, 'Silva, Ana', 'likely', ['0']],
    [ana, 'SILVA Ana', 'likely', ['0']],
    [ana, 'AnaSilva', 'ambiguous', ['0']],
    [['Łukasz Żółć'], 'Lukasz Zolc', 'likely', ['0']],
    [['Jürgen Müller'], 'Jurgen Muller', 'likely', ['0']],
    [['Jürgen Müller'], 'Juergen Mueller', 'likely', ['0']],
    [['Juergen Mueller'], 'Jürgen Müller', 'likely', ['0']],
    [['İnci Işık'], 'inci isik', 'likely', ['0']],
    [['Sinéad O’Brien'], 'Sinead OBrien', 'likely', ['0']],
    [['Jean-Luc Martin'], 'Jean Luc Martin', 'likely', ['0']],
    [['Jean-Luc Martin'], 'Jeanluc Martin', 'likely', ['0']],
    [['Anna Maria Rossi'], 'Annamaria Rossi', 'ambiguous', ['0']],
    [['Annamaria Rossi'], 'Anna Maria Rossi', 'ambiguous', ['0']],
    [['Nguyễn Văn An'], 'An Nguyen Van', 'likely', ['0']],
    [['Silva, Ana'], 'Ana Silva', 'likely', ['0']],
  ],
  'what people put around it': [
    [ana, 'Dr. Ana Silva, PhD', 'likely', ['0']],
    [ana, 'Dra. Ana Silva, Ph.D.', 'likely', ['0']],
    [['Prof. Dr. Ana Silva'], 'Ana Silva', 'likely', ['0']],
    [ana, 'Ana Silva (she/her)', 'likely', ['0']],
    [ana, 'Ana Silva she/her', 'likely', ['0']],
    [ana, '🌸 Ana Silva 👩🏽‍💻', 'likely', ['0']],
    [ana, 'Ana Silva (Acme)', 'likely', ['0']],
    [ana, 'Ana Silva [Acme]', 'likely', ['0']],
    [ana, 'Ana Silva | Acme & Sons', 'likely', ['0']],
    [ana, 'Ana Silva - Acme', 'likely', ['0']],
    [ana, 'Ana Silva @ Acme', 'likely', ['0']],
    [['Md Rahman'], 'Md Rahman', 'likely', ['0']],
    [['Rahman'], 'Md Rahman', 'ambiguous', ['0']],
    [ana, 'Acme | Ana Silva', 'ambiguous', ['0']],
    [ana, 'Robert Smith | Ana Silva', 'ambiguous', ['0', '1']],
    [ana, 'Ana Silva (assistant)', 'ambiguous', ['0']],
    [ana, 'Assistant to Ana Silva', 'ambiguous', ['0']],
    [ana, 'Peter Jones (Ana Silva)', 'unknown', []],
    [['Robert Smith'], 'Robert Smith Jr', 'ambiguous', ['0']],
  ],
  devices: [
    [ana, "Ana Silva's iPhone", 'likely', ['0']],
    [ana, 'Ana Silva’s iPhone 12 Pro Max', 'likely', ['0']],
    [ana, 'iPad von Ana Silva', 'likely', ['0']],
    [ana, 'iPhone de Ana Silva', 'likely', ['0']],
    [ana, "iPhone d'Ana Silva", 'likely', ['0']],
    [ana, 'iPhone (Ana Silva)', 'likely', ['0']],
    [ana, "Ana's iPhone", 'ambiguous', ['0']],
    [ana, 'iPad von Ana', 'ambiguous', ['0']],
    [ana, 'Anas iPhone', 'ambiguous', ['0']],
    [['Andrea Peter'], 'Andrea Peters iPad', 'ambiguous', ['0']],
    [['王伟'], '王伟的iPhone', 'likely', ['0']],
    [ana, 'iPhone', 'unknown', []],
    [ana, 'Galaxy S21', 'unknown', []],
  ],
  'less, or something else, than the whole name': [
    [ana, 'Ana', 'ambiguous', ['0']],
    [ana, 'Silva', 'ambiguous', ['0']],
    [ana, 'A. Silva', 'ambiguous', ['0']],
    [ana, 'Ana S.', 'ambiguous', ['0']],
    [ana, 'A. S.', 'unknown', []],
    [ana, 'Bob Smith', 'ambiguous', ['1']],
    [ana, 'Bob', 'ambiguous', ['1']],
    [ana, 'Ana Slva', 'ambiguous', ['0']],
    [ana, 'Ana Sliva', 'ambiguous', ['0']],
    [ana, 'Anna Silva', 'ambiguous', ['0']],
    [ana, 'Ana Maria Silva', 'ambiguous', ['0']],
    [['Ana Maria Silva'], 'Ana Silva', 'ambiguous', ['0']],
    [['Ana Maria Silva'], 'Maria Ana Silva', 'ambiguous', ['0']],
    [ana, 'Ana Souza', 'unknown', []],
    [ana, 'Rob Silva', 'unknown', []],
    [ana, 'Bob Silva', 'unknown', []],
    [ana, 'Robert Silva', 'unknown', []],
    [ana, 'Anna Sliva', 'unknown', []],
    [ana, 'Zoe Quill', 'unknown', []],
    [['Mark Usher'], 'Markus Her', 'unknown', []],
  ],
  aliases: [
    [['Robert Smith = Bob'], 'Bob Smith', 'likely', ['0']],
    [['Robert Smith = Bob'], 'Bob', 'ambiguous', ['0']],
    [['Robert James Smith = Bob'], 'Bob Smith', 'likely', ['0']],
    [['Wei Wang = Vivian'], 'Vivian Wang', 'likely', ['0']],
    [['Robert Smith = Bob Jones'], 'Bob Jones', 'likely', ['0']],
    [['Robert Smith = Bob', 'Bob Smith'], 'Bob Smith', 'ambiguous', ['0', '1']],
    [['Ana'], 'Ana', 'likely', ['0']],
    [['Ana'], 'Ana Silva', 'ambiguous', ['0']],
  ],
  'several people': [
    [['Ana Silva', 'Ana Silva'], 'Ana Silva', 'ambiguous', ['0', '1']],
    [['Ana Silva', 'Ana Sílva'], 'Silva, Ana', 'ambiguous', ['0', '1']],
    [['Ana Silva', 'Ana Maria Silva'], 'Ana Silva', 'ambiguous', ['0', '1']],
    [['Jon Smith', 'John Smith'], 'Jon Smith', 'ambiguous', ['0', '1']],
    [['Ana Silva', 'Ana Maria Silva'], 'Ana Maria Silva', 'likely', ['1']],
    [['Robert Smith = Bob', 'Bob Jones'], 'Bob Jones', 'likely', ['1']],
    [['Robert Smith = Bob', 'Robert Jones'], 'Robert Jones', 'likely', ['1']],
    [['Ana Silva', 'Ana Souza'], 'Ana', 'ambiguous', ['0', '1']],
    [['Ana Silva', 'Ana Souza'], 'Ana Silva', 'likely', ['0']],
    [ana, 'Ana & Robert', 'ambiguous', ['0', '1']],
    [ana, 'Ana Silva & Bo', 'ambiguous', ['0']],
    [ana, 'Ana Silva und Bo Li', 'ambiguous', ['0']],
    [ana, 'Ana y Robert', 'ambiguous', ['0', '1']],
    [ana, 'Ana Silva / Robert Smith', 'ambiguous', ['0', '1']],
    [ana, 'Ana Silva +1', 'ambiguous', ['0']],
    [ana, 'Tom & Jerry', 'unknown', []],
    [['Maria da Costa e Silva'], 'Maria da Costa e Silva', 'likely', ['0']],
  ],
  scripts: [
    [['Юлия Щербакова'], 'ЮЛИЯ ЩЕРБАКОВА', 'likely', ['0']],
    [['Юлия Щербакова'], 'Yulia Shcherbakova', 'likely', ['0']],
    [['Юлия Щербакова'], 'Iuliia Shcherbakova', 'likely', ['0']],
    [['Julia Shcherbakova'], 'Щербакова Юлия', 'likely', ['0']],
    [['Dmitry Ivanov'], 'Дмитрий Иванов', 'likely', ['0']],
    [['Dmitry Ivanov'], 'Дмитрий', 'ambiguous', ['0']],
    [['Dmitry Ivanov'], 'Дмитрий Петров', 'unknown', []],
    [['Ana Petrova'], 'Яна Петрова', 'ambiguous', ['0']],
    [['Иван Николаев = Vanya'], 'Vanya Nikolaev', 'likely', ['0']],
    [['Мария Петрова'], 'Marya Petrova', 'ambiguous', ['0']],
    [['Marya Petrova'], 'Мария Петрова', 'ambiguous', ['0']],
    [['Mikhail Vasilev'], 'Михаил Васильев', 'ambiguous', ['0']],
    [['Mikhail Vasiliev'], 'Михаил Васильев', 'likely', ['0']],
    [['さとう きょうこ'], 'Kyoko Sato', 'likely', ['0']],
    [['さとう きょうこ'], 'Kiyoko Sato', 'ambiguous', ['0']],
    [['かとう さくら'], 'Sakuura Kato', 'ambiguous', ['0']],
    [['Giorgos Papadopoulos'], 'Γιώργος Παπαδόπουλος', 'likely', ['0']],
    [['Γιώργος Παπαδόπουλος'], 'Giorgos Papadopoulos', 'likely', ['0']],
    [['Wang Wei'], '王伟', 'likely', ['0']],
    [['王伟'], 'Wei Wang', 'likely', ['0']],
    [['王芳'], '王方', 'unknown', []],
    [['Wei Wang'], 'Wang Wei 王伟', 'likely', ['0']],
    [['Wei Wang'], 'Peter 王伟', 'ambiguous', ['0']],
    [['Kim Min-jun'], '김민준', 'likely', ['0']],
    [['박지영'], 'Jiyoung Park', 'likely', ['0']],
    [['Yuko Takahashi'], 'たかはし ゆうこ', 'likely', ['0']],
    [['Mohammed Ahmed'], 'محمد أحمد', 'ambiguous', ['0']],
    [['محمد أحمد'], 'محمد أحمد', 'likely', ['0']],
    [['Mahmoud Hamid'], 'محمد أحمد', 'ambiguous', ['0']],
  ],
  'look-alikes, machines and codes': [
    [ana, 'Anа Silva', 'unknown', []],
    [ana, 'Ana Ѕіӏѵа', 'unknown', []],
    [ana, 'ɑna Silva', 'unknown', []],
    [['Cope'], 'Соре', 'unknown', []],
    [ana, 'Ana S1lva', 'unknown', []],
    [ana, '\u202eavliS anA', 'unknown', []],
    [ana, "Ana Silva's Notetaker", 'unknown', []],
    [ana, 'Fireflies.ai (Ana Silva)', 'unknown', []],
    [ana, '0', 'unknown', []],
    [ana, '', 'unknown', []],
    [ana, '🌸', 'unknown', []],
  ],
};

describe.each(Object.entries(tables))('of %s', (_what, rows) => {
  it.each(rows)('%j, %j is %s', (roster, seen, decision, personIds) => {
    const match = rollCallOf(...roster).match(seen);
    expect({ decision: match.decision, personIds: match.personIds }).toEqual({ decision, personIds });
    expect(match.why).not.toBe('');
  });
});

describe('what the coach is told', () => {
  it.each([
    ['Anа Silva', 'only look like'],
    ['Ana & Bo', 'Several people may sit'],
    ['OtterPilot', 'No machine'],
    ['\u202eavliS anA', 'Hidden characters'],
  ])('warns of %j', (seen, warning) => {
    expect(rollCallOf(...ana).match(seen).warnings).toEqual([expect.stringContaining(warning)]);
  });

  it('holds no name, so that it may be kept', () => {
    for (const seen of ['Ana', 'A. Silva', 'Bob Smith', 'Ana & Bo', 'Ana Silva', 'Anа Silva', 'Ana Slva']) {
      const { why, warnings } = rollCallOf(...ana).match(seen);
      expect(`${why} ${warnings.join(' ')}`).not.toMatch(/\b(?:Ana|Silva|Bob|Robert|Smith|Slva)\b/);
    }
  });

  it('says of a name in another script that it is', () => {
    expect(rollCallOf('Wei Wang').match('王伟').why).toContain('another script');
    expect(rollCallOf('王伟').match('王伟').why).not.toContain('another script');
  });
});
