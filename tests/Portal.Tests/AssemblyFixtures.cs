using Ronghe.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Servers))]
