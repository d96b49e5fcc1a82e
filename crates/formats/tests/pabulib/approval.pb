META
key;value
description;Lanes behind the river, made up for a test
country;China
unit;Riverside
instance;2026
num_projects;5
num_votes;9
budget;90000.5
vote_type;approval
rule;greedy
min_length;1
PROJECTS
project_id;cost;votes;name;category
R1;40000;5;"Ramps; both sides";access
L2;12500.25;4;"""Bright stairs"" lamps";light
B3;30000;3;Bench under the tree;
C4;20000;2;Charging shed;fire safety
P5;95000;9;Pavilion;
VOTES
voter_id;age;vote;voting_method
h1;71;R1,L2,P5;paper
h2;68;R1,L2,P5;paper
h3;70;R1,P5;paper
h4;34;R1,L2,P5;internet
h5;29;L2,C4,P5;internet
h6;41;C4,B3,P5;internet
h7;38;B3,P5;internet
h8;9;R1,P5;internet
h9;55;B3,P5;paper
