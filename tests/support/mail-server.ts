import { SMTPServer } from "smtp-server";

interface Options {
  isRefusing?: boolean;
  /** Which addresses it takes no mail for. */
  refuses?: (address: string) => boolean;
}

/** A mail server on loopback that keeps what it is given, or refuses all or some. */
export async function startMailServer({ isRefusing = false, refuses = () => isRefusing }: Options = {}) {
  const mails: { to: string[]; source: string }[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    onRcptTo: ({ address }, _session, done) => done(refuses(address) ? new Error("a secret of the mail server") : undefined),
    onData(stream, session, done) {
      let source = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => (source += chunk));
      stream.on("end", () => {
        // Long lines are broken by "=" at their end, and "=" itself is written out.
        mails.push({ to: session.envelope.rcptTo.map((each) => each.address), source: source.replaceAll("=\r\n", "").replaceAll("=3D", "=") });
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    mails,
    settings: { SIGNALBOX_SMTP_URL: `smtp://127.0.0.1:${port}`, SIGNALBOX_MAIL_FROM: "Signalbox <signalbox@example.com>" },
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  };
}
