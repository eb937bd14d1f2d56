using Xunit;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]
