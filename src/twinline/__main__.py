from twinline.node.cli import main

main()
