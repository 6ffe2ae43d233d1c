import { LogBuffer } from './LogBuffer';

describe('LogBuffer', () => {
  it('keeps all there is until it is full', () => {
    const buffer = new LogBuffer({ maxLength: 10 });
    buffer.add('one\n');
    buffer.add('two\n');
    expect([buffer.text, buffer.cut]).toEqual(['one\ntwo\n', false]);
  });

  it('drops whole lines, the oldest first, and says so', () => {
    const buffer = new LogBuffer({ maxLength: 12 });
    for (const line of ['one\n', 'two\n', 'three\n']) buffer.add(line);
    expect([buffer.text, buffer.cut]).toEqual(['three\n', true]);
  });

  it('holds a line that is longer than all it may hold, by its end', () => {
    const buffer = new LogBuffer({ maxLength: 8 });
    buffer.add('0123456789');
    expect([buffer.text, buffer.cut]).toEqual(['456789', true]);
  });
});
