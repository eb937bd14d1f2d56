using System.Text;
using Ronghe.LedgerVerifier;

Console.OutputEncoding = Encoding.UTF8;
return Verifier.Run(args, Console.Out);
