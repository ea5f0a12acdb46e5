console.log('build cli')
