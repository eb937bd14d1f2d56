global using Ronghe.Learning.Xapi.Attachments;
global using Ronghe.Learning.Xapi.Clients;
global using Ronghe.Learning.Xapi.Intake;
global using Ronghe.Learning.Xapi.Protocol;
global using Ronghe.Learning.Xapi.Queries;
global using Ronghe.Learning.Xapi.Rules;
global using Ronghe.Learning.Xapi.Statements;
