using Ronghe.Assessment;
using Ronghe.Testing;

[assembly: AssemblyFixture(typeof(Servers))]

namespace Ronghe.Assessment.Tests;

[CollectionDefinition(nameof(AssessmentSite))]
public sealed class UsesAssessmentSite : ICollectionFixture<AssessmentSite>;

public sealed class AssessmentSite(Servers servers) : ServiceSite<AssessmentDb>(servers, "assessmentdb");
