// Child processes on a busy machine take longer than Jest's five seconds.
jest.setTimeout(60_000);
